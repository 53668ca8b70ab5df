package dev.fairway.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One request to a provider. For one thread.
public final class UpstreamRequest {
  private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final UpstreamTarget target;
  private final Start start;
  private final byte[] body;
  private final Duration limit;
  private boolean cutUsage;
  private final List<String> lines = new ArrayList<>(4);

  /// The beginning of all requests of one kind to one provider: what would be the same each time is
  /// put into bytes once. It may hold a credential, so it cannot be printed.
  public static final class Start {
    private final byte[] bytes;

    /// @param path where to post, query included
    /// @param lines names and values in turn
    /// @throws IllegalArgumentException when one of them could not stand in a head; it is not
    ///   quoted
    public Start(String host, String path, List<String> lines) {
      StringBuilder text = new StringBuilder("POST ").append(sound(path)).append(" HTTP/1.1\r\n");
      text.append("host: ").append(sound(host)).append("\r\n");
      for (int i = 0; i < lines.size(); i += 2) {
        text.append(sound(lines.get(i)))
            .append(": ")
            .append(lineOf(lines.get(i + 1)))
            .append("\r\n");
      }
      this.bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String sound(String part) {
      if (part.isEmpty() || !part.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new IllegalArgumentException("a part of the request's head cannot stand there");
      }
      return part;
    }

    private static String lineOf(String value) {
      if (!value.chars().allMatch(c -> c >= ' ' && c < 127)) {
        throw new IllegalArgumentException("a header of the request cannot stand there");
      }
      return value;
    }
  }

  /// @param body shared, not copied
  /// @param limit that the whole call may take
  public UpstreamRequest(UpstreamTarget target, Start start, byte[] body, Duration limit) {
    this.target = target;
    this.start = start;
    this.body = body;
    this.limit = limit;
  }

  /// Adds one header line.
  ///
  /// @param name in lower case
  /// @throws IllegalArgumentException when the value could not stand there
  public UpstreamRequest with(String name, String value) {
    lines.add(name);
    lines.add(Start.lineOf(value));
    return this;
  }

  /// Keeps the usage chunk of a streamed chat completion from the caller, who did not ask for it.
  public UpstreamRequest cuttingUsage() {
    cutUsage = true;
    return this;
  }

  boolean cutsUsage() {
    return cutUsage;
  }

  UpstreamTarget target() {
    return target;
  }

  long limitNanos() {
    return limit.toNanos();
  }

  /// Head and body in one buffer.
  ByteBuf bytes(ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(start.bytes.length + body.length + 256);
    out.writeBytes(start.bytes);
    for (int i = 0; i < lines.size(); i += 2) {
      out.writeCharSequence(lines.get(i), StandardCharsets.US_ASCII);
      out.writeByte(':').writeByte(' ');
      out.writeCharSequence(lines.get(i + 1), StandardCharsets.US_ASCII);
      out.writeByte('\r').writeByte('\n');
    }
    out.writeBytes(LENGTH);
    out.writeCharSequence(Integer.toString(body.length), StandardCharsets.US_ASCII);
    out.writeBytes(END);
    out.writeBytes(body);
    return out;
  }
}

package dev.fairway.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one answer to a client's connection. What arrives together goes out together: the head
/// and small pieces of a body are gathered in one buffer, which one system call takes. For the
/// connection's event loop.
final class AnswerWriter {
  private static final int GATHERED_BYTES = 16 * 1024;
  private static final int SMALL_BYTES = 4 * 1024;
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Channel channel;
  private final Framing framing;
  private @Nullable ByteBuf gathered;

  /// How a client learns where the body ends.
  enum Framing {
    LENGTH,
    CHUNKS,
    /// For clients of HTTP/1.0.
    CLOSE
  }

  private AnswerWriter(Channel channel, Framing framing) {
    this.channel = channel;
    this.framing = framing;
  }

  /// @param length bytes of the body, -1 when not known yet
  /// @param last whether the connection ends with this answer
  static AnswerWriter begin(
      Channel channel, AnswerHead head, long length, boolean newest, boolean last) {
    Framing framing = length >= 0 ? Framing.LENGTH : newest ? Framing.CHUNKS : Framing.CLOSE;
    AnswerWriter writer = new AnswerWriter(channel, framing);
    writer.head(head, length, last || framing == Framing.CLOSE);
    return writer;
  }

  private void head(AnswerHead head, long length, boolean last) {
    ByteBuf out = buffer();
    ascii(out, "HTTP/1.1 ");
    ascii(out, Integer.toString(head.status()));
    ascii(out, Reason.of(head.status()));
    out.writeBytes(CRLF);
    List<String> lines = head.lines();
    for (int i = 0; i < lines.size(); i += 2) {
      line(out, lines.get(i), lines.get(i + 1));
    }
    switch (framing) {
      case LENGTH -> line(out, "content-length", Long.toString(length));
      case CHUNKS -> line(out, "transfer-encoding", "chunked");
      case CLOSE -> {}
    }
    if (last) {
      line(out, "connection", "close");
    }
    out.writeBytes(CRLF);
  }

  private static void line(ByteBuf out, String name, String value) {
    ascii(out, name);
    out.writeByte(':').writeByte(' ');
    ascii(out, value);
    out.writeBytes(CRLF);
  }

  /// Letters that could end a header line, or that no header may hold, become `?`.
  private static void ascii(ByteBuf out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.writeByte(c >= ' ' && c < 127 ? c : '?');
    }
  }

  void body(byte[] bytes) {
    ByteBuf whole = Unpooled.wrappedBuffer(bytes);
    body(whole, 0, bytes.length);
    whole.release();
  }

  /// Takes a piece of the body; the buffer may be reused afterwards unless it is shared by
  /// reference.
  void body(ByteBuf bytes, int index, int length) {
    if (length == 0) {
      return;
    }
    if (framing == Framing.CHUNKS) {
      ByteBuf out = buffer();
      ascii(out, Integer.toHexString(length));
      out.writeBytes(CRLF);
    }
    if (length <= SMALL_BYTES) {
      buffer().writeBytes(bytes, index, length);
    } else {
      pass();
      write(bytes.retainedSlice(index, length));
    }
    if (framing == Framing.CHUNKS) {
      buffer().writeBytes(CRLF);
    }
    if (gathered != null && gathered.readableBytes() >= GATHERED_BYTES) {
      pass();
    }
  }

  /// Sends what there is.
  void flush() {
    pass();
    channel.flush();
  }

  void end() {
    if (framing == Framing.CHUNKS) {
      buffer().writeBytes(LAST_CHUNK);
    }
    flush();
  }

  private ByteBuf buffer() {
    ByteBuf out = gathered;
    if (out == null) {
      out = channel.alloc().directBuffer(1_024);
      gathered = out;
    }
    return out;
  }

  private void pass() {
    ByteBuf out = gathered;
    if (out != null) {
      gathered = null;
      write(out);
    }
  }

  private void write(ByteBuf bytes) {
    // A write that fails closes the channel, which is where the failure is noticed.
    var _ = channel.write(bytes, channel.voidPromise());
  }

  /// Throws away what was gathered and not sent.
  void discard() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}

package dev.fairway.testing.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts an answer on the wire, with or without a fault. Returns whether the connection can go on.
final class Delivery {
  private static final Duration UNTIL_CLIENT_LEAVES = Duration.ZERO;

  private final ClientConnection client;
  private final @Nullable Fault fault;

  Delivery(ClientConnection client, @Nullable Fault fault) {
    this.client = client;
    this.fault = fault;
  }

  boolean plain(int status, Map<String, String> headers, byte[] body) throws IOException {
    byte[] sent =
        switch (fault) {
          case Fault.BadJson _ -> Arrays.copyOf(body, body.length / 2);
          case Fault.GiantLine(var bytes) -> padded(body, bytes);
          case null, default -> body;
        };
    byte[] head = head(status, headers, "application/json", "content-length: " + sent.length);
    return switch (fault) {
      case Fault.Cut _ -> half(head, sent);
      case Fault.Stall _ -> {
        half(head, sent);
        yield left();
      }
      case Fault.ByteByByte _ -> {
        client.write(head);
        for (byte b : sent) {
          client.write(new byte[] {b});
        }
        yield true;
      }
      case null, default -> {
        client.write(joined(head, sent));
        yield true;
      }
    };
  }

  private boolean half(byte[] head, byte[] body) throws IOException {
    client.write(joined(head, Arrays.copyOf(body, body.length / 2)));
    return false;
  }

  private boolean left() throws IOException {
    if (!client.stays(UNTIL_CLIENT_LEAVES)) {
      throw new IOException("the client left");
    }
    return false;
  }

  boolean stream(List<String> events, String errorEvent, Duration gap) throws IOException {
    client.write(
        head(
            200,
            Map.of("cache-control", "no-cache"),
            "text/event-stream; charset=utf-8",
            "transfer-encoding: chunked"));
    List<String> all = new ArrayList<>(events);
    int middle = all.size() / 2;
    switch (fault) {
      case Fault.DuplicateStart _ -> all.add(1, all.getFirst());
      case Fault.GiantLine(var bytes) -> all.add(middle, ": " + "x".repeat(bytes) + "\n\n");
      case Fault.BadJson _ -> all.set(middle, "data: {\"broken\": \n\n");
      case Fault.ErrorInStream _ -> {
        all.subList(middle, all.size()).clear();
        all.add(errorEvent);
      }
      case Fault.Cut _, Fault.Stall _ -> {
        String next = all.get(middle);
        all.subList(middle, all.size()).clear();
        all.add(next.substring(0, next.length() / 2));
      }
      case null, default -> {}
    }
    send(all, gap);
    return switch (fault) {
      case Fault.Cut _ -> false;
      case Fault.Stall _ -> left();
      case null, default -> {
        client.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        yield true;
      }
    };
  }

  private void send(List<String> events, Duration gap) throws IOException {
    if (fault instanceof Fault.ByteByByte) {
      for (byte b : String.join("", events).getBytes(StandardCharsets.UTF_8)) {
        client.write(chunk(new byte[] {b}));
      }
    } else if (gap.isZero()) {
      client.write(chunk(String.join("", events).getBytes(StandardCharsets.UTF_8)));
    } else {
      for (String event : events) {
        client.write(chunk(event.getBytes(StandardCharsets.UTF_8)));
        if (!client.stays(gap)) {
          throw new IOException("the client left");
        }
      }
    }
  }

  private byte[] head(int status, Map<String, String> headers, String type, String framing) {
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 ").append(status).append(" Simulated\r\ncontent-type: ");
    head.append(fault instanceof Fault.WrongContentType ? "text/html" : type).append("\r\n");
    if (fault instanceof Fault.Compressed) {
      head.append("content-encoding: gzip\r\n");
    }
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("request-id: req_simulated\r\nx-request-id: req_simulated\r\n");
    return head.append(framing).append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] chunk(byte[] bytes) {
    byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return joined(joined(size, bytes), new byte[] {'\r', '\n'});
  }

  private static byte[] padded(byte[] body, int bytes) {
    return joined(" ".repeat(bytes).getBytes(StandardCharsets.US_ASCII), body);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(first.length + second.length);
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }
}

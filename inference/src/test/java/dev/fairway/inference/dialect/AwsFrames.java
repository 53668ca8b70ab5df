package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Event streams by AWS's own library, from and to a form that people can read: a line with the
/// event's type, or `exception` and its type, a line of JSON, an empty line.
final class AwsFrames {
  private AwsFrames() {}

  static byte[] encode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String frame : text.strip().split("\n\n")) {
      String[] lines = frame.split("\n", 2);
      String[] type = lines[0].split(" ");
      String kind = type.length == 1 ? "event" : type[0];
      Map<String, HeaderValue> headers = new LinkedHashMap<>();
      headers.put(":" + kind + "-type", HeaderValue.fromString(type[type.length - 1]));
      headers.put(":content-type", HeaderValue.fromString("application/json"));
      headers.put(":message-type", HeaderValue.fromString(kind));
      new Message(headers, lines[1].getBytes(UTF_8)).encode(out);
    }
    return out.toByteArray();
  }

  static String decode(byte[] bytes) {
    List<String> frames = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      int length = rest.getInt(rest.position());
      Message message = Message.decode(rest.slice(rest.position(), length));
      rest.position(rest.position() + length);
      String kind = header(message, ":message-type");
      String type = header(message, ":" + kind + "-type");
      String first = kind.equals("event") ? type : kind + " " + type;
      frames.add(first + "\n" + new String(message.getPayload(), UTF_8) + "\n");
    }
    return String.join("\n", frames);
  }

  private static String header(Message message, String name) {
    return Objects.requireNonNull(message.getHeaders().get(name), name).getString();
  }
}

package dev.fairway.gateway.http;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes the usage chunk out of a stream of chat completions whose caller did not ask for one: it
/// is the chunk without choices. Events go on when they are complete. For one stream.
final class UsageCutter {
  /// What is longer is no usage, and goes on.
  private static final int MAX_EVENT_BYTES = 8 * 1024;

  private static final byte[] USAGE = "\"usage\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream event = new ByteArrayOutputStream(512);
  private boolean lineEmpty = true;

  /// Takes the next bytes.
  ///
  /// @return those that go on, possibly none
  byte[] read(byte[] bytes, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 64);
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      event.write(b);
      if (b == '\n') {
        if (lineEmpty || event.size() > MAX_EVENT_BYTES) {
          pass(out);
        }
        lineEmpty = true;
      } else if (b != '\r') {
        lineEmpty = false;
      }
    }
    return out.toByteArray();
  }

  /// What is left when the stream ends in the middle of an event.
  byte[] rest() {
    byte[] rest = event.toByteArray();
    event.reset();
    return rest;
  }

  private void pass(ByteArrayOutputStream out) {
    byte[] complete = rest();
    if (!isUsage(complete)) {
      out.writeBytes(complete);
    }
  }

  private static boolean isUsage(byte[] event) {
    if (indexOf(event, USAGE, 0) < 0) {
      return false;
    }
    int data = indexOf(event, DATA, 0);
    if (data < 0) {
      return false;
    }
    try {
      Json chunk = Json.parse(Arrays.copyOfRange(event, data + DATA.length, lineEnd(event, data)));
      return chunk instanceof Json.Obj object
          && object.fields().get("usage") instanceof Json.Obj
          && object.fields().get("choices") instanceof Json.Arr(var choices)
          && choices.isEmpty();
    } catch (JsonSyntax _) {
      return false;
    }
  }

  private static int lineEnd(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    return end;
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i <= bytes.length - wanted.length; i++) {
      if (bytes[i] == wanted[0]
          && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}

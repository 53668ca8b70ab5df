package dev.fairway.inference.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// One step of a URL's path, for formats that name the model there. RFC 3986: what is not plain
/// stands as `%` and two hexadecimal digits, so that no model name can reach another path.
final class PathSegment {
  private static final String PLAIN = "-._~";

  private PathSegment() {}

  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b & 0xff));
      }
    }
    String plain = encoded.toString();
    return plain.equals(".") || plain.equals("..") ? plain.replace(".", "%2E") : plain;
  }

  private static boolean isPlain(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b > 0 && PLAIN.indexOf(b) >= 0);
  }

  /// The text of a step; a `%` that begins no hexadecimal number stands for itself.
  static String decode(String segment) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int code = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
      text.write(code < 0 ? bytes[i] : code);
      i += code < 0 ? 0 : 2;
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte high, byte low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first * 16 + second;
  }
}

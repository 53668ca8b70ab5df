package dev.fairway.gateway.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Status line and header lines of an answer, as they came; a value becomes text only when somebody
/// asks for it.
final class ResponseHead {
  private final int status;
  private final byte[] bytes;
  private final int[] lines;
  private final int count;
  private final long contentLength;

  /// @param bytes the whole head
  /// @param lines start of the name, end of the name, start and end of the value of each line
  /// @param contentLength bytes of the body, -1 when it is not said
  ResponseHead(int status, byte[] bytes, int[] lines, int count, long contentLength) {
    this.status = status;
    this.bytes = bytes;
    this.lines = lines;
    this.count = count;
    this.contentLength = contentLength;
  }

  int status() {
    return status;
  }

  /// Bytes of the body, -1 when it is not said.
  long contentLength() {
    return contentLength;
  }

  /// The value of the first line of that name.
  ///
  /// @param name in lower case
  @Nullable String value(String name) {
    for (int line = 0; line < count; line++) {
      if (isNamed(line, name)) {
        return value(line);
      }
    }
    return null;
  }

  private String value(int line) {
    int start = lines[4 * line + 2];
    return new String(bytes, start, lines[4 * line + 3] - start, StandardCharsets.ISO_8859_1);
  }

  private boolean isNamed(int line, String name) {
    return matches(bytes, lines[4 * line], lines[4 * line + 1], name);
  }

  /// Whether the range spells the name, in any case.
  static boolean matches(byte[] bytes, int from, int to, String lowerCaseName) {
    if (to - from != lowerCaseName.length()) {
      return false;
    }
    for (int i = 0; i < lowerCaseName.length(); i++) {
      byte b = bytes[from + i];
      int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
      if (lower != lowerCaseName.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

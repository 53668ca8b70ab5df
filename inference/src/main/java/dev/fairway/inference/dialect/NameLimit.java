package dev.fairway.inference.dialect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What a format takes as a name or an id.
///
/// @param length most characters, more than 9
/// @param marks characters allowed beside ASCII letters and digits; null allows any
record NameLimit(int length, @Nullable String marks) {
  static final NameLimit NONE = new NameLimit(Integer.MAX_VALUE, null);

  private static final int DIGEST = 8;

  /// The name itself if it fits; otherwise its beginning, without what is not allowed, and a digest
  /// of the whole, so that different names stay different and the same name stays the same.
  String fit(String name) {
    if (fits(name)) {
      return name;
    }
    StringBuilder start = new StringBuilder();
    for (int i = 0; i < name.length() && i < length - DIGEST - 1; i++) {
      start.append(takes(name.charAt(i)) ? name.charAt(i) : '_');
    }
    return start + "_" + digest(name);
  }

  private boolean fits(String name) {
    return name.length() <= length && name.chars().allMatch(this::takes);
  }

  private boolean takes(int c) {
    return marks == null
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || marks.indexOf(c) >= 0;
  }

  private static String digest(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}

package dev.fairway.inference.dialect;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/// Ids of tool calls for Mistral, which refuses any but nine letters and digits. One that is not so
/// is replaced by a digest, the same in the call and in its result; nothing needs to be turned
/// back, because an answer never quotes the ids of its request.
final class ShortCallId {
  private static final int LENGTH = 9;
  private static final Pattern SHORT = Pattern.compile("[A-Za-z0-9]{" + LENGTH + "}");

  private ShortCallId() {}

  static String of(String id) {
    if (SHORT.matcher(id).matches()) {
      return id;
    }
    String digits = new BigInteger(1, sha256(id)).toString(Character.MAX_RADIX);
    return digits.substring(digits.length() - LENGTH);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

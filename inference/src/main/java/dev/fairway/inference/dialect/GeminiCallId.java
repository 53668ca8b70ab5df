package dev.fairway.inference.dialect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Ids for function calls that Gemini left without one: every other format ties a result to its
/// call by the id, Gemini by name and order. They follow from where the call stands, so that a
/// stream and a plain answer have the same, and are recognised and left out on the way back.
final class GeminiCallId {
  private static final String START = "call_g";
  private static final int DIGITS = 16;
  private static final Pattern MADE = Pattern.compile(START + "[0-9a-f]{" + DIGITS + "}");

  private GeminiCallId() {}

  /// @param place of the call: the answer's id and its number, or its path in a request
  static String at(String place) {
    return START + HexFormat.of().formatHex(sha256(place), 0, DIGITS / 2);
  }

  static boolean isMade(String id) {
    return MADE.matcher(id).matches();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

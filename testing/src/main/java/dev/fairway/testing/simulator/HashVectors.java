package dev.fairway.testing.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// Numbers that follow from a text and from nothing else.
final class HashVectors {
  private static final int DIMENSIONS = 32;

  private HashVectors() {}

  /// A vector of length 1.
  static float[] of(String text) {
    byte[] hash = hash(text.getBytes(StandardCharsets.UTF_8));
    float[] vector = new float[DIMENSIONS];
    double squares = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = hash[i] + 0.5f;
      squares += (double) vector[i] * vector[i];
    }
    float norm = (float) Math.sqrt(squares);
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] /= norm;
    }
    return vector;
  }

  /// The first characters of a hash, as ids use them.
  static String id(byte[] request) {
    return HexFormat.of().formatHex(hash(request), 0, 12);
  }

  /// The signature that a piece of reasoning carries.
  static String signature(String text) {
    return Base64.getEncoder().encodeToString(hash(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Reasoning that nobody shall read, with its signature.
  static String sealed(String text) {
    String whole = text + "\n" + signature(text);
    return Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether it is what [#sealed] made of some text.
  static boolean isSealed(String data) {
    try {
      String whole = new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
      int end = whole.lastIndexOf('\n');
      return end > 0 && whole.substring(end + 1).equals(signature(whole.substring(0, end)));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

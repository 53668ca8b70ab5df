package dev.fairway.testing.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
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
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = hash[i] + 0.5f;
    }
    return normalized(vector);
  }

  /// The first numbers of a vector, of length 1 again.
  ///
  /// @param dimensions how many; 0 for all
  static float[] shortened(float[] vector, int dimensions) {
    if (dimensions == 0 || dimensions == vector.length) {
      return vector;
    }
    if (dimensions < 0 || dimensions > vector.length) {
      throw new Wrong(400, "dimensions: must be 1 to " + vector.length);
    }
    return normalized(Arrays.copyOf(vector, dimensions));
  }

  private static float[] normalized(float[] vector) {
    double squares = 0;
    for (float number : vector) {
      squares += (double) number * number;
    }
    float norm = (float) Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
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

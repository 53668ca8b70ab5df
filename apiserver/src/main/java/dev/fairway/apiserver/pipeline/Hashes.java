package dev.fairway.apiserver.pipeline;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Fingerprints of documents, for ETags and cacheable addresses.
final class Hashes {
  private Hashes() {}

  static byte[] sha256(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String hex(byte[] text) {
    return HexFormat.of().withUpperCase().formatHex(sha256(text));
  }
}

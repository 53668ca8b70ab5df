package dev.fairway.api.keys;

import java.util.Arrays;
import java.util.HexFormat;

/// What is kept of a key: its HMAC-SHA256 with the installation's pepper. Looking up by the whole
/// digest takes the same time for every wrong key; it says nothing about the key and may be
/// printed.
public final class KeyDigest {
  private static final int BYTES = 32;

  private final byte[] bytes;
  private final int hash;

  /// @param bytes kept, not copied
  /// @throws IllegalArgumentException when they are not 32
  KeyDigest(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.length);
    }
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /// Reads what [#toString] wrote.
  ///
  /// @throws IllegalArgumentException when the text is no digest
  public static KeyDigest parse(String hex) {
    return new KeyDigest(HexFormat.of().parseHex(hex.strip()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyDigest digest && Arrays.equals(bytes, digest.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// 64 hexadecimal digits.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}

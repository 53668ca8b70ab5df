package dev.fairway.inference.onnx;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The characters a recogniser knows: one a line, in the order of its numbers.
final class Characters {
  private Characters() {}

  static List<String> read(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8).lines().toList();
  }
}

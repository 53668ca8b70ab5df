package dev.fairway.local.llm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// A look at a file before the native library gets it: that one prints what it does not like.
final class GgufFile {
  /// `GGUF`, as a little-endian number.
  private static final int MAGIC = 0x46554747;

  private GgufFile() {}

  /// @throws IllegalArgumentException saying what is wrong with it
  static void check(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file " + file);
    }
    ByteBuffer head = head(file);
    if (head.remaining() < 8 || head.getInt(0) != MAGIC) {
      throw new IllegalArgumentException(file + " is no GGUF file");
    }
    int version = head.getInt(4);
    if (version < 2 || version > 3) {
      throw new IllegalArgumentException(
          "%s is GGUF of version %d; 2 and 3 can be read".formatted(file, version));
    }
  }

  private static ByteBuffer head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}

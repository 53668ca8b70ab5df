package dev.fairway.inference.onnx;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/// Native memory for tensors, given back when its arena closes: direct buffers would wait for the
/// garbage collector, which knows nothing of the pressure outside its heap.
final class Memory {
  private Memory() {}

  static LongBuffer longs(Arena arena, long... values) {
    LongBuffer buffer =
        arena
            .allocate((long) values.length * Long.BYTES, Long.BYTES)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    return buffer.put(values).flip();
  }

  /// Zeros.
  static FloatBuffer floats(Arena arena, int count) {
    return arena
        .allocate((long) count * Float.BYTES, Float.BYTES)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}

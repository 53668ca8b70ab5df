package dev.fairway.inference.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes the smallest useful ONNX models, byte by byte: token ids become one number, the mean, and
/// that times a weight per label.
final class TinyOnnx {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private TinyOnnx() {}

  /// `output = mean(ids) * weights`, of shape [1, labels].
  static byte[] classifier(String ids, String mask, String output, float... weights) {
    TinyOnnx graph =
        new TinyOnnx()
            .message(1, node("Cast", List.of(ids), "numbers", attribute("to", 2, FLOAT)))
            .message(1, node("ReduceMean", List.of("numbers"), "mean"))
            .message(1, node("MatMul", List.of("mean", "weights"), output))
            .text(2, "tiny")
            .message(5, weights(weights))
            .message(11, tensor(ids, INT64, 1, -1))
            .message(11, tensor(mask, INT64, 1, -1))
            .message(12, tensor(output, FLOAT, 1, weights.length));
    return new TinyOnnx()
        .number(1, 8)
        .message(7, graph)
        .message(8, new TinyOnnx().text(1, "").number(2, 13))
        .out
        .toByteArray();
  }

  private static TinyOnnx node(
      String operator, List<String> inputs, String output, TinyOnnx... attributes) {
    TinyOnnx node = new TinyOnnx();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(4, operator);
    for (TinyOnnx attribute : attributes) {
      node.message(5, attribute);
    }
    return node;
  }

  private static TinyOnnx attribute(String name, int type, long value) {
    return new TinyOnnx().text(1, name).number(3, value).number(20, type);
  }

  private static TinyOnnx weights(float... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return new TinyOnnx()
        .number(1, 1)
        .number(1, values.length)
        .number(2, FLOAT)
        .text(8, "weights")
        .bytes(9, raw.array());
  }

  /// @param shape -1 for a dimension of any size
  private static TinyOnnx tensor(String name, int type, int... shape) {
    TinyOnnx dimensions = new TinyOnnx();
    for (int size : shape) {
      TinyOnnx dimension = new TinyOnnx();
      dimensions.message(1, size < 0 ? dimension.text(2, "any") : dimension.number(1, size));
    }
    TinyOnnx kind = new TinyOnnx().number(1, type).message(2, dimensions);
    return new TinyOnnx().text(1, name).message(2, new TinyOnnx().message(1, kind));
  }

  private TinyOnnx number(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  private TinyOnnx text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private TinyOnnx message(int field, TinyOnnx value) {
    return bytes(field, value.out.toByteArray());
  }

  private TinyOnnx bytes(int field, byte[] value) {
    varint(((long) field << 3) | BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}

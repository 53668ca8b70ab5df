package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Vectors as JSON numbers or as base64 of little-endian 32-bit floats.
final class Vectors {
  private Vectors() {}

  static float[] read(@Nullable Json json, String path) {
    return switch (json) {
      case Json.Arr(var numbers) -> numbers(numbers, path);
      case Json.Str(var base64) -> floats(base64, path);
      case null, default -> throw new WrongField(path, "must be a vector");
    };
  }

  private static float[] numbers(List<Json> numbers, String path) {
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      if (!(numbers.get(i) instanceof Json.Num(var number))) {
        throw new WrongField(path, "must hold numbers");
      }
      vector[i] = finite(number.floatValue(), path);
    }
    return vector;
  }

  private static float[] floats(String base64, String path) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw new WrongField(path, "must be base64");
    }
    if (bytes.length % Float.BYTES != 0) {
      throw new WrongField(path, "must hold whole floats");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] vector = new float[bytes.length / Float.BYTES];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = finite(buffer.getFloat(), path);
    }
    return vector;
  }

  private static float finite(float value, String path) {
    if (!Float.isFinite(value)) {
      throw new WrongField(path, "must hold finite numbers");
    }
    return value;
  }

  static List<float[]> readAll(List<Json> vectors, String path) {
    List<float[]> read = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      read.add(read(vectors.get(i), path + "[" + i + "]"));
    }
    return read;
  }

  /// A vector for every input, or the answer is none.
  static List<float[]> complete(List<float[]> vectors, EmbeddingRequest request, String path) {
    int asked = request.input().size() + request.tokens().size();
    if (vectors.size() != asked) {
      throw new WrongField(path, "holds %d vectors for %d inputs".formatted(vectors.size(), asked));
    }
    return vectors;
  }

  static Json write(float[] vector, EmbeddingRequest.@Nullable Encoding encoding) {
    return encoding == EmbeddingRequest.Encoding.BASE64 ? base64(vector) : numbers(vector);
  }

  private static Json numbers(float[] vector) {
    List<Json> numbers = new ArrayList<>(vector.length);
    for (float value : vector) {
      numbers.add(new Json.Num(new BigDecimal(Float.toString(value))));
    }
    return new Json.Arr(numbers);
  }

  private static Json base64(float[] vector) {
    ByteBuffer buffer =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : vector) {
      buffer.putFloat(value);
    }
    return new Json.Str(Base64.getEncoder().encodeToString(buffer.array()));
  }
}

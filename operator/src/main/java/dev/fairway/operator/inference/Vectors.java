package dev.fairway.operator.inference;

import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Embeddings as a result: `{"embeddings": [[0.1, ...], ...], "dimensions": 384}`, in the order of
/// the texts.
final class Vectors {
  private Vectors() {}

  static Json json(List<float[]> vectors) {
    return Json.object("embeddings", new Json.Arr(vectors.stream().map(Vectors::numbers).toList()))
        .with("dimensions", new Json.Num(vectors.getFirst().length));
  }

  private static Json numbers(float[] vector) {
    List<Json> numbers = new ArrayList<>(vector.length);
    // As few digits as tell the number apart from its neighbours.
    for (float value : vector) numbers.add(new Json.Num(new BigDecimal(Float.toString(value))));
    return new Json.Arr(numbers);
  }
}

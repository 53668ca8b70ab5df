package dev.fairway.inference.chat;

import java.util.List;

/// Vectors in the order of the inputs. The arrays are shared, not copied: treat them as constant.
public record EmbeddingResponse(String model, List<float[]> vectors, Usage usage) {
  public EmbeddingResponse {
    vectors = List.copyOf(vectors);
  }
}

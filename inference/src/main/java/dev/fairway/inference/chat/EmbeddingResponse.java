package dev.fairway.inference.chat;

import java.util.List;

/// Vectors in the order of the inputs. The arrays are shared, not copied: treat them as constant.
public record EmbeddingResponse(
    String model, List<float[]> vectors, Usage usage, List<String> dropped)
    implements Answer<EmbeddingResponse> {
  public EmbeddingResponse {
    vectors = List.copyOf(vectors);
    dropped = List.copyOf(dropped);
  }

  public EmbeddingResponse(String model, List<float[]> vectors, Usage usage) {
    this(model, vectors, usage, List.of());
  }

  @Override
  public EmbeddingResponse withDropped(List<String> changed) {
    return new EmbeddingResponse(model, vectors, usage, changed);
  }
}

package dev.fairway.inference.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts to embed.
///
/// @param dimensions length of the vectors; null is the model's own
public record EmbeddingRequest(String model, List<String> input, @Nullable Integer dimensions) {
  public EmbeddingRequest {
    input = List.copyOf(input);
  }
}

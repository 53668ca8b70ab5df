package dev.fairway.inference.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Documents to be ordered by how well they answer a query.
///
/// @param topN how many of the best are wanted; null is all
/// @param extras as in [ChatRequest]
public record RerankRequest(
    String model, String query, List<String> documents, @Nullable Integer topN, Extras extras) {
  public RerankRequest {
    documents = List.copyOf(documents);
  }
}

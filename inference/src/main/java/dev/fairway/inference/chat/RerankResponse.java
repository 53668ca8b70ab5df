package dev.fairway.inference.chat;

import java.util.List;

/// The best documents first.
public record RerankResponse(String model, List<Rank> ranks, Usage usage, List<String> dropped)
    implements Answer<RerankResponse> {
  public RerankResponse {
    ranks = List.copyOf(ranks);
    dropped = List.copyOf(dropped);
  }

  @Override
  public RerankResponse withDropped(List<String> changed) {
    return new RerankResponse(model, ranks, usage, changed);
  }

  /// A document by its place in the request.
  ///
  /// @param score higher is better; the scale is the model's own
  public record Rank(int index, double score) {}
}

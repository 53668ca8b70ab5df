package dev.fairway.inference.chat;

/// A model that turns texts into vectors. Threads, blocking and cancelling as for [ChatModel].
public interface EmbeddingModel {
  /// One vector per input, in order.
  ///
  /// @throws ModelFailureException when there is no answer
  EmbeddingResponse embed(EmbeddingRequest request, CallContext context);
}

package dev.fairway.inference.chat;

/// A model that orders documents. Threads, blocking and cancelling as for [ChatModel].
public interface RerankModel {
  /// @throws ModelFailureException when there is no answer
  RerankResponse rerank(RerankRequest request, CallContext context);
}

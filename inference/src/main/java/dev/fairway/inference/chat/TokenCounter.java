package dev.fairway.inference.chat;

/// Counts the input tokens of a request without answering it. Threads, blocking and cancelling as
/// for [ChatModel].
public interface TokenCounter {
  /// @throws ModelFailureException when there is no answer
  TokenCount count(ChatRequest request, CallContext context);
}

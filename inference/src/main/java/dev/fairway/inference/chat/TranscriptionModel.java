package dev.fairway.inference.chat;

/// A model that writes speech down. Threads, blocking and cancelling as for [ChatModel].
public interface TranscriptionModel {
  /// @throws ModelFailureException when there is no answer
  TranscriptionResponse transcribe(TranscriptionRequest request, CallContext context);
}

package dev.fairway.inference.chat;

/// A model that speaks. Threads, blocking and cancelling as for [ChatModel].
public interface SpeechModel {
  /// @throws ModelFailureException when there is no answer
  SpeechResponse speak(SpeechRequest request, CallContext context);
}

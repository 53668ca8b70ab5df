package dev.fairway.operator.inference;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;

/// How a call ended.
sealed interface Outcome {
  /// The model answered.
  record Answered(ChatResponse response) implements Outcome {}

  /// It did not.
  record Failed(ModelFailure failure) implements Outcome {}
}

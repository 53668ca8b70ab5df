package dev.fairway.operator.inference;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import dev.fairway.operator.provider.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a call ended.
sealed interface Outcome {
  /// The tokens of the call, if it was answered.
  Optional<Usage> usage();

  /// The model answered.
  ///
  /// @param by the target a route chose; null when there was nothing to choose
  record Answered(ChatResponse response, @Nullable Target by) implements Outcome {
    @Override
    public Optional<Usage> usage() {
      return Optional.of(response.usage());
    }
  }

  /// The model embedded the texts.
  record Embedded(EmbeddingResponse response) implements Outcome {
    @Override
    public Optional<Usage> usage() {
      return Optional.of(response.usage());
    }
  }

  /// It did not.
  record Failed(ModelFailure failure) implements Outcome {
    @Override
    public Optional<Usage> usage() {
      return Optional.empty();
    }
  }
}

package dev.fairway.operator.inference;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.routing.CallNeeds;
import java.util.List;

/// What is asked, and of which model.
sealed interface Question {
  /// Blocks until there is an answer.
  ///
  /// @throws dev.fairway.inference.chat.ModelFailureException when there is none
  Outcome ask(CallContext context);

  /// Estimate of what the call will use.
  long tokens();

  record Chat(ChatModel model, ChatRequest request) implements Question {
    @Override
    public Outcome ask(CallContext context) {
      return new Outcome.Answered(model.chat(request, context));
    }

    @Override
    public long tokens() {
      return CallNeeds.of(request).tokens();
    }
  }

  record Embedding(EmbeddingModel model, EmbeddingRequest request) implements Question {
    private static final int CHARACTERS_PER_TOKEN = 4;

    @Override
    public Outcome ask(CallContext context) {
      return new Outcome.Embedded(model.embed(request, context));
    }

    @Override
    public long tokens() {
      long characters = request.input().stream().mapToLong(String::length).sum();
      long tokens = request.tokens().stream().mapToLong(List::size).sum();
      return tokens + characters / CHARACTERS_PER_TOKEN + 1;
    }
  }
}

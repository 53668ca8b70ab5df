package dev.fairway.operator.inference;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.routing.AttemptReport;
import dev.fairway.inference.routing.CallNeeds;
import dev.fairway.inference.routing.RoutedChatModel;
import dev.fairway.operator.provider.Target;
import dev.fairway.operator.route.Routed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is asked, and of which model.
sealed interface Question {
  /// Blocks until there is an answer.
  ///
  /// @throws dev.fairway.inference.chat.ModelFailureException when there is none
  Outcome ask(CallContext context);

  /// Estimate of what the call will use.
  long tokens();

  /// Whether a call that failed may simply be made again.
  default boolean repeatable() {
    return true;
  }

  record Chat(ChatModel model, ChatRequest request) implements Question {
    @Override
    public Outcome ask(CallContext context) {
      return new Outcome.Answered(model.chat(request, context), null);
    }

    @Override
    public long tokens() {
      return CallNeeds.of(request).tokens();
    }
  }

  /// A chat with whichever target of a route is chosen, which is the route's to repeat.
  ///
  /// @param models of the targets that can be asked, by id
  record RoutedChat(Routed route, Map<String, ChatModel> models, ChatRequest request)
      implements Question {
    /// The route as one model.
    ///
    /// @param by told which target answered
    ChatModel model(Consumer<Target> by) {
      return new RoutedChatModel(
          route::router,
          target -> Objects.requireNonNull(models.get(target.id()), "a model that can be asked"),
          chat -> CallNeeds.of(chat).withAllowed(target -> models.containsKey(target.id())),
          report -> {
            Target target = route.targets().get(report.target().id());
            if (report.ending() == AttemptReport.Ending.ANSWERED && target != null) {
              by.accept(target);
            }
          });
    }

    @Override
    public Outcome ask(CallContext context) {
      AtomicReference<@Nullable Target> by = new AtomicReference<>();
      ChatResponse response = model(by::set).chat(request, context);
      return new Outcome.Answered(response, by.get());
    }

    @Override
    public long tokens() {
      return CallNeeds.of(request).tokens();
    }

    @Override
    public boolean repeatable() {
      return false;
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

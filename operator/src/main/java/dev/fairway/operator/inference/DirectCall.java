package dev.fairway.operator.inference;

import dev.fairway.api.v1.Cost;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.Usage;
import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.credentials.Keys;
import dev.fairway.operator.model.Models;
import dev.fairway.operator.provider.RemoteModels;
import dev.fairway.operator.provider.Target;
import dev.fairway.operator.route.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The call of a ModelInferenceRequest, found and checked as the operator does it, but made by the
/// caller, who can therefore see the answer grow. Nothing is written to a cluster, nothing is tried
/// twice, and no provider's limits are shared with an operator. For one thread.
public final class DirectCall {
  private final ModelInferenceRequestSpec spec;
  private final CallContext.Unsupported unsupported;
  private final ChatModel model;
  private final ChatRequest chat;
  private final Supplier<@Nullable Target> answeredBy;
  private final InstantSource clock;

  private DirectCall(
      ModelInferenceRequestSpec spec,
      CallContext.Unsupported unsupported,
      ChatModel model,
      ChatRequest chat,
      Supplier<@Nullable Target> answeredBy,
      InstantSource clock) {
    this.spec = spec;
    this.unsupported = unsupported;
    this.model = model;
    this.chat = chat;
    this.answeredBy = answeredBy;
    this.clock = clock;
  }

  /// What a status would say beside the answer.
  ///
  /// @param stopReason as in `inferenceResult.stopReason`
  /// @param cost null when nobody knows
  public record Ended(String model, String stopReason, Usage usage, @Nullable Cost cost) {}

  /// @param request need not exist in any cluster
  /// @throws Refusal naming the field of the request that is wrong
  public static DirectCall of(
      ModelInferenceRequest request,
      Models models,
      Routes routes,
      Keys keys,
      RemoteModels remote,
      InstantSource clock) {
    PreparedCall prepared = new Preparation(models, routes, keys, remote).prepare(request);
    ModelInferenceRequestSpec spec = request.getSpec();
    return switch (prepared.question()) {
      case Question.Chat(var model, var chat) ->
          new DirectCall(
              spec, prepared.unsupported(), model, chat, () -> only(prepared.asked()), clock);
      case Question.RoutedChat routed -> {
        AtomicReference<@Nullable Target> by = new AtomicReference<>();
        yield new DirectCall(
            spec, prepared.unsupported(), routed.model(by::set), routed.request(), by::get, clock);
      }
      case Question.Embedding _ ->
          throw new Refusal(
              "NotSupported",
              "spec.modelRef: %s makes vectors, which come all at once; ask without streaming"
                  .formatted(spec.modelRef().name()));
    };
  }

  private static @Nullable Target only(Asked asked) {
    return asked instanceof Asked.One(var target) ? target : null;
  }

  /// Makes the call; blocks until the answer is complete. An interrupt cancels it at the provider.
  ///
  /// @throws dev.fairway.inference.chat.ModelFailureException when the answer is missing or
  ///   incomplete; [#explain] says it in terms of the request
  public Ended stream(Consumer<ChatEvent> sink) {
    Instant admitted = clock.instant();
    CallContext context = new CallContext(spec.timeLimit(), unsupported);
    ChatResponse answer = model.stream(chat, context, sink);
    return new Ended(
        answer.model(),
        Publication.word(answer.stop()),
        Publication.usage(answer.usage()),
        cost(answer.usage(), admitted));
  }

  private @Nullable Cost cost(dev.fairway.inference.chat.Usage usage, Instant admitted) {
    Target target = answeredBy.get();
    return target == null ? null : Costs.of(target, usage, admitted);
  }

  /// The failure's message as a status would have it.
  public String explain(ModelFailure failure) {
    return Publication.message(failure, spec.parameters());
  }
}

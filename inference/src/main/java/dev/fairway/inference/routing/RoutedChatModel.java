package dev.fairway.inference.routing;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// A route as one model: plays a [ModelRouter] against real models, for callers that may block.
/// Each request to a target runs on a virtual thread of its own; the caller's thread waits for the
/// first of them to speak, and events reach it there. It owns nothing that needs closing.
///
/// The models behind it must not retry by themselves. A plain call has its first byte when its
/// answer is complete, so that hedging looks at whole answers there and at first events in streams.
public final class RoutedChatModel implements ChatModel {
  private final Supplier<ModelRouter> router;
  private final Function<Target, ChatModel> models;
  private final Function<ChatRequest, CallNeeds> needs;
  private final Consumer<AttemptReport> reports;

  /// @param router the current one, on the clock of [System#nanoTime]; a call keeps the one it
  ///   began with
  /// @param models the model of a target, for any number of calls at once
  /// @param needs usually [CallNeeds#of], with what else is known of the caller
  /// @param reports told of every request when it has ended, on any thread; must not block
  public RoutedChatModel(
      Supplier<ModelRouter> router,
      Function<Target, ChatModel> models,
      Function<ChatRequest, CallNeeds> needs,
      Consumer<AttemptReport> reports) {
    this.router = router;
    this.models = models;
    this.needs = needs;
    this.reports = reports;
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallContext context) {
    return play(request.withStream(false), context, _ -> {});
  }

  @Override
  public ChatResponse stream(ChatRequest request, CallContext context, Consumer<ChatEvent> sink) {
    return play(request.withStream(true), context, sink);
  }

  private ChatResponse play(ChatRequest request, CallContext context, Consumer<ChatEvent> sink) {
    return new RoutedPlay(models, reports, request, needs.apply(request), context, sink)
        .run(router.get());
  }
}

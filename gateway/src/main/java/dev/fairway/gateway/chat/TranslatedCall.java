package dev.fairway.gateway.chat;

import dev.fairway.gateway.http.ClientExchange;
import dev.fairway.gateway.snapshot.Direct;
import dev.fairway.gateway.snapshot.Serving;
import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.EventWriter;
import dev.fairway.inference.dialect.FieldNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A call to a target of another format, or to a model of this process: it blocks a virtual thread,
/// and what it says is written on the event loop of the exchange.
final class TranslatedCall {
  private static final Logger LOG = LoggerFactory.getLogger(TranslatedCall.class);

  /// Events that may be on their way to a client before the provider has to wait.
  private static final int EVENTS_AHEAD = 64;

  private final ChatModel model;
  private final ChatBody body;
  private final Serving serving;
  private final Unsupported unsupported;
  private final Duration limit;
  private final Observer observer;
  private final Semaphore room = new Semaphore(EVENTS_AHEAD);
  private Usage reported = Usage.UNKNOWN;
  private @Nullable String finish;
  private boolean begun;
  private @Nullable Thread thread;

  /// Decides what becomes of it. On the event loop; one of [#ended] and [#failed] comes last.
  interface Observer {
    /// The first of the answer is there.
    ///
    /// @param dropped what a lenient call left out
    /// @return false when another answer was faster
    boolean begins(List<String> dropped);

    void ended(@Nullable String finish, Usage usage);

    /// @param begun what was used so far when some of the answer has gone to the client, else null
    void failed(ModelFailure failure, @Nullable Usage begun);
  }

  TranslatedCall(
      ChatModel model,
      ChatBody body,
      Serving serving,
      Unsupported unsupported,
      Duration limit,
      Observer observer) {
    this.model = model;
    this.body = body;
    this.serving = serving;
    this.unsupported = unsupported;
    this.limit = limit;
    this.observer = observer;
  }

  void start(ClientExchange exchange) {
    thread = Thread.startVirtualThread(() -> run(exchange));
  }

  void cancel() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void run(ClientExchange exchange) {
    FieldNames names = FieldNames.CANONICAL;
    try {
      ChatRequest request = body.read().withModel(serving.model());
      names = body.dialect().fieldNames(request);
      CallContext context = new CallContext(limit, unsupported);
      if (body.isStream()) {
        stream(exchange, request, context, names);
      } else {
        ChatResponse answer = model.chat(request, context);
        ChatResponse response = answer.withDropped(names.of(answer.dropped()));
        byte[] bytes = body.dialect().writeResponse(response, Instant.now());
        exchange.onLoop(() -> whole(exchange, response, bytes));
      }
    } catch (ModelFailureException e) {
      ModelFailure failure = names.of(e.failure());
      exchange.onLoop(() -> observer.failed(failure, begun ? reported : null));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("translating a call broke");
      ModelFailure broken =
          new ModelFailure.Malformed("internal error: " + e.getClass().getSimpleName());
      exchange.onLoop(() -> observer.failed(broken, begun ? reported : null));
    }
  }

  private void whole(ClientExchange exchange, ChatResponse response, byte[] bytes) {
    if (observer.begins(response.dropped())) {
      exchange.write(bytes);
      observer.ended(response.nativeStop(), response.usage());
    }
  }

  private void stream(
      ClientExchange exchange, ChatRequest request, CallContext context, FieldNames names) {
    List<String> dropped = names.of(dropped(request));
    EventWriter writer = body.dialect().writeEvents(Instant.now(), body.asksUsage());
    ChatResponse response =
        model.stream(
            request.withStream(true),
            context,
            event -> {
              takeRoom();
              exchange.onLoop(() -> tell(exchange, writer, event, dropped));
            });
    exchange.onLoop(() -> {
      if (begun) {
        observer.ended(finish, response.usage());
      }
    });
  }

  /// A lenient caller hears in the head what is left out, before the call is made.
  private List<String> dropped(ChatRequest request) {
    Direct direct = serving.direct();
    return unsupported == Unsupported.DROP && direct != null
        ? direct.dialect().writeRequest(request, serving.traits(), unsupported).dropped()
        : List.of();
  }

  private void takeRoom() {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelFailureException(new ModelFailure.Cancelled("the call was cancelled"), e);
    }
  }

  private void tell(
      ClientExchange exchange, EventWriter writer, ChatEvent event, List<String> dropped) {
    if (!begun) {
      if (!observer.begins(dropped)) {
        cancel();
        return;
      }
      begun = true;
      exchange.whenWritable(() -> room.release(EVENTS_AHEAD - room.availablePermits()));
    }
    switch (event) {
      case ChatEvent.UsageReported(var usage) -> reported = reported.then(usage);
      case ChatEvent.Stopped stopped -> finish = stopped.nativeReason();
      default -> {}
    }
    exchange.write(writer.write(event));
    exchange.flush();
    if (exchange.keepsUp()) {
      room.release();
    }
  }
}

package dev.fairway.inference.provider;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.RateLimits;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.EventReader;
import dev.fairway.inference.dialect.Payload;
import dev.fairway.inference.dialect.Recall;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A provider's chat models over HTTP. For any number of threads; it owns nothing that needs
/// closing.
public final class HttpChatModel implements ChatModel {
  private static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;
  private static final int MAX_EVENT_BYTES = 1024 * 1024;

  private final Dialect dialect;
  private final HttpCalls calls;
  private final Function<String, ModelTraits> traits;

  /// @param credential null for providers that want none
  public HttpChatModel(
      Upstream upstream,
      Endpoint endpoint,
      Dialect dialect,
      @Nullable Credential credential,
      RetryPolicy retries,
      InstantSource clock) {
    this(upstream, endpoint, dialect, credential, retries, clock, _ -> ModelTraits.UNKNOWN);
  }

  /// @param credential null for providers that want none
  /// @param traits what is known of a model, by the name the provider has for it
  public HttpChatModel(
      Upstream upstream,
      Endpoint endpoint,
      Dialect dialect,
      @Nullable Credential credential,
      RetryPolicy retries,
      InstantSource clock,
      Function<String, ModelTraits> traits) {
    this(upstream, endpoint, dialect, credential, retries, clock, traits, _ -> {});
  }

  /// @param credential null for providers that want none
  /// @param traits what is known of a model, by the name the provider has for it
  /// @param limits hears of the account's limits with every answer that tells them, on the thread
  ///   of the call
  public HttpChatModel(
      Upstream upstream,
      Endpoint endpoint,
      Dialect dialect,
      @Nullable Credential credential,
      RetryPolicy retries,
      InstantSource clock,
      Function<String, ModelTraits> traits,
      Consumer<RateLimits> limits) {
    this.dialect = dialect;
    this.traits = traits;
    this.calls = new HttpCalls(upstream, endpoint, dialect, credential, retries, clock, limits);
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallContext context) {
    return call(request.withStream(false), context, new Progress(_ -> {}));
  }

  @Override
  public ChatResponse stream(ChatRequest request, CallContext context, Consumer<ChatEvent> sink) {
    return call(request.withStream(true), context, new Progress(sink));
  }

  private ChatResponse call(ChatRequest request, CallContext context, Progress progress) {
    Dialect.WireRequest wire =
        dialect.writeRequest(request, traits.apply(request.model()), context.unsupported());
    ChatResponse response =
        calls.post(
            wire.path(),
            new Payload("application/json", wire.body()),
            context.timeout(),
            MAX_ANSWER_BYTES,
            progress::begun,
            exchange -> read(exchange, wire.recall(), progress));
    return response.withDropped(wire.dropped());
  }

  /// The events on their way to the caller; once one has arrived there, no other answer may follow.
  private static final class Progress {
    private final Consumer<ChatEvent> sink;
    private boolean begun;

    Progress(Consumer<ChatEvent> sink) {
      this.sink = sink;
    }

    void pass(ChatEvent event) {
      begun = true;
      sink.accept(event);
    }

    boolean begun() {
      return begun;
    }
  }

  /// What the answer is decides how it is read, not what was asked for: some servers answer a plain
  /// call with a stream, or the other way round.
  private ChatResponse read(Exchange exchange, Recall recall, Progress progress)
      throws InterruptedException {
    String type = Payload.mediaType(exchange.contentType());
    if (type.equals(dialect.streamType())) {
      return readStream(exchange, recall, progress);
    }
    if (type.equals("application/json") || type.isEmpty()) {
      return readPlain(exchange, recall, progress);
    }
    throw new ModelFailureException(
        new ModelFailure.Malformed(
            "the provider answered with content type %s instead of JSON; is the endpoint right?"
                .formatted(type.length() > 80 ? type.substring(0, 80) : type)));
  }

  private ChatResponse readPlain(Exchange exchange, Recall recall, Progress progress)
      throws InterruptedException {
    ChatResponse response = recall.complete(dialect.readResponse(exchange.readAll()));
    List<ChatEvent> events = response.events();
    events.forEach(progress::pass);
    return response;
  }

  private ChatResponse readStream(Exchange exchange, Recall recall, Progress progress)
      throws InterruptedException {
    ResponseFold fold = new ResponseFold();
    Consumer<ChatEvent> both =
        event -> {
          ChatEvent whole = recall.complete(event);
          fold.accept(whole);
          progress.pass(whole);
        };
    EventReader reader = dialect.readEvents(MAX_EVENT_BYTES);
    byte[] bytes = exchange.read();
    while (bytes != null) {
      reader.read(bytes, 0, bytes.length, both);
      bytes = reader.complete() ? null : exchange.read();
    }
    if (reader.complete()) {
      exchange.drain();
    } else {
      reader.end(both);
    }
    return fold.response();
  }
}

package dev.fairway.gateway.chat;

import dev.fairway.gateway.http.AnswerHead;
import dev.fairway.gateway.http.ClientExchange;
import dev.fairway.gateway.keys.Caller;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One request on its way to an answer: who asks, in which API, and what will be said of it in the
/// end. On the event loop of the exchange.
final class Answering {
  private final ClientExchange exchange;
  private final CallerApi api;
  private final UUID id;
  private final Instant at;
  private final CallEnd.Listener listener;
  private @Nullable Caller caller;
  private String operation = "";
  private String model = "";
  private boolean stream;
  private @Nullable String provider;
  private @Nullable String upstreamModel;
  private int attempts;
  private @Nullable Duration firstByte;
  private boolean over;

  Answering(
      ClientExchange exchange, CallerApi api, UUID id, Instant at, CallEnd.Listener listener) {
    this.exchange = exchange;
    this.api = api;
    this.id = id;
    this.at = at;
    this.listener = listener;
  }

  ClientExchange exchange() {
    return exchange;
  }

  CallerApi api() {
    return api;
  }

  UUID id() {
    return id;
  }

  void by(Caller known) {
    caller = known;
  }

  void about(String what, String named, boolean streamed) {
    operation = what;
    model = named;
    stream = streamed;
  }

  void sentTo(String provider, String upstreamModel) {
    this.provider = provider;
    this.upstreamModel = upstreamModel;
    attempts++;
  }

  int attempts() {
    return attempts;
  }

  /// The head of an answer with everything that all answers carry.
  AnswerHead head(int status, String contentType) {
    firstByte = Duration.ofNanos(System.nanoTime() - exchange.receivedNanos());
    AnswerHead head =
        new AnswerHead(status)
            .with("content-type", contentType)
            .with("x-request-id", id.toString())
            .with("request-id", id.toString());
    if (provider != null && upstreamModel != null) {
      head.with("x-fairway-model", upstreamModel)
          .with("x-fairway-provider", provider)
          .with("x-fairway-attempts", Integer.toString(attempts));
    }
    return contentType.startsWith("text/event-stream")
        ? head.with("cache-control", "no-cache").with("x-accel-buffering", "no")
        : head;
  }

  /// Answers with an error in the words of the caller's API.
  void refuse(Refusal refusal) {
    CallerApi.Told told = api.tell(refusal).withRequestId(id.toString());
    AnswerHead head = head(told.status(), "application/json");
    told.headers().forEach(head::with);
    exchange.answer(head, told.body().utf8());
    end(told.status(), refusal.reason(), null, Usage.UNKNOWN);
  }

  /// Answers with a body that is complete.
  void answer(String contentType, byte[] body, @Nullable String finish, Usage usage) {
    exchange.answer(head(200, contentType), body);
    end(200, null, finish, usage);
  }

  /// Says once how it ended.
  void end(int status, @Nullable String error, @Nullable String finish, Usage usage) {
    if (over) {
      return;
    }
    over = true;
    listener.ended(
        new CallEnd(
            id,
            at,
            caller,
            operation,
            model,
            provider,
            upstreamModel,
            status,
            error,
            finish,
            stream,
            attempts,
            usage,
            Duration.ofNanos(System.nanoTime() - exchange.receivedNanos()),
            firstByte,
            exchange.body().length));
  }
}

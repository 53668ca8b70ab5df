package dev.fairway.gateway.chat;

import dev.fairway.gateway.http.AnswerHead;
import dev.fairway.gateway.http.ClientExchange;
import dev.fairway.gateway.http.PassThrough;
import dev.fairway.gateway.http.UpstreamRequest;
import dev.fairway.gateway.snapshot.Direct;
import dev.fairway.gateway.snapshot.ServedModel;
import dev.fairway.gateway.snapshot.Serving;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.provider.RetryAfter;
import dev.fairway.inference.routing.Attempt;
import dev.fairway.inference.routing.CallNeeds;
import dev.fairway.inference.routing.RoutedCall;
import dev.fairway.inference.routing.Step;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One admitted call of a chat model: plays its route until there is an answer or nothing is left
/// to try. On the event loop of the exchange.
final class ChatCall {
  private final Answering answering;
  private final ClientExchange exchange;
  private final ChatBody body;
  private final ServedModel model;
  private final Admission.Settling settling;
  private final InstantSource clock;
  private final long deadline;
  private final RoutedCall call;
  private final List<Sent> sent = new ArrayList<>(1);
  private boolean over;

  /// A request to one target.
  private record Sent(Attempt attempt, Runnable cancel) {}

  ChatCall(
      Answering answering,
      ChatBody body,
      ServedModel model,
      CallNeeds needs,
      Admission.Settling settling,
      Duration limit,
      InstantSource clock) {
    this.answering = answering;
    this.exchange = answering.exchange();
    this.body = body;
    this.model = model;
    this.settling = settling;
    this.clock = clock;
    this.deadline = System.nanoTime() + limit.toNanos();
    this.call =
        model.router().call(needs, deadline, () -> exchange.onLoop(() -> act(this::resumed)));
  }

  void start() {
    exchange.whenGone(this::callerLeft);
    act(() -> call.start(now()));
  }

  private Step resumed() {
    return call.resume(now());
  }

  private void act(Supplier<Step> next) {
    if (over) {
      return;
    }
    switch (next.get()) {
      case Step.Send(var attempt) -> send(attempt);
      case Step.Pause(var until) ->
          exchange.after(Duration.ofNanos(until - now()), () -> act(this::resumed));
      case Step.Queue _, Step.Await _ -> {}
      case Step.GiveUp(var failure) -> giveUp(failure);
    }
  }

  private void send(Attempt attempt) {
    Serving serving = model.serving(attempt.target());
    answering.sentTo(serving.provider(), serving.model());
    Optional<UpstreamRequest> direct = direct(serving);
    if (direct.isPresent()) {
      Passing passing = new Passing(attempt, serving);
      sent.add(new Sent(attempt, exchange.passThrough(direct.get(), passing)));
    } else if (serving.chat() != null) {
      TranslatedCall translated =
          new TranslatedCall(
              serving.chat(), body, serving, model.unsupported(), left(), new Telling(attempt));
      sent.add(new Sent(attempt, translated::cancel));
      translated.start(exchange);
    } else {
      failed(attempt, notForChats(serving), null);
      return;
    }
    awaitHedge();
  }

  private static ModelFailure notForChats(Serving serving) {
    return new ModelFailure.BadRequest(
        serving.provider() + "/" + serving.model() + " answers no chats", "model", null);
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1, deadline - now()));
  }

  /// The request for a provider of the caller's own format.
  private Optional<UpstreamRequest> direct(Serving serving) {
    Direct direct = serving.direct();
    if (direct == null || !direct.dialect().name().equals(body.dialect().name())) {
      return Optional.empty();
    }
    return direct.start(body.path()).map(start -> request(serving, direct, start));
  }

  private UpstreamRequest request(Serving serving, Direct direct, UpstreamRequest.Start start) {
    boolean askUsage = body.canAskUsage();
    UpstreamRequest request =
        new UpstreamRequest(
            direct.target(), start, body.forward(serving.model(), askUsage), left());
    body.headers(request);
    return askUsage && body.isStream() && !body.asksUsage() ? request.cuttingUsage() : request;
  }

  private void awaitHedge() {
    long at = call.hedgeAtNanos();
    if (at != Long.MAX_VALUE) {
      exchange.after(Duration.ofNanos(at - now()), this::hedge);
    }
  }

  private void hedge() {
    Attempt second = over ? null : call.hedge(now());
    if (second != null) {
      send(second);
    }
  }

  /// The first to speak is the one; the others are given up.
  private boolean isTheOne(Attempt attempt) {
    if (over || !call.begun(attempt, now())) {
      return false;
    }
    for (Sent other : sent) {
      if (other.attempt() != attempt) {
        other.cancel().run();
        other.attempt().abandoned(Usage.UNKNOWN, now());
      }
    }
    return true;
  }

  private void failed(Attempt attempt, ModelFailure failure, @Nullable Usage begun) {
    if (over) {
      return;
    }
    if (begun == null) {
      act(() -> call.failed(attempt, failure, now()));
      return;
    }
    var _ = call.failed(attempt, failure, now());
    brokeOff(attempt, failure, begun);
  }

  /// After the head nothing but an error at the end of the stream can be said.
  private void brokeOff(Attempt attempt, ModelFailure failure, Usage usage) {
    if (body.isStream()) {
      exchange.write(body.dialect().writeEvents(clock.instant(), true).fail(failure));
      exchange.end();
    } else {
      exchange.abort();
    }
    end(attempt, 200, failure.reason(), null, usage);
  }

  private void answered(Attempt attempt, @Nullable String finish, Usage usage) {
    if (attempt.answered(usage, now())) {
      end(attempt, 200, null, finish, usage);
    }
  }

  private void giveUp(ModelFailure failure) {
    over = true;
    settling.settle(null, Usage.UNKNOWN, failure.mayHaveRun());
    answering.refuse(new Refusal.Provider(failure));
  }

  private void callerLeft() {
    if (over) {
      return;
    }
    call.leave(now());
    sent.forEach(each -> {
      each.cancel().run();
      each.attempt().abandoned(Usage.UNKNOWN, now());
    });
    Attempt last = sent.isEmpty() ? null : sent.getLast().attempt();
    end(last, 499, "Cancelled", null, Usage.UNKNOWN);
  }

  private void end(
      @Nullable Attempt attempt,
      int status,
      @Nullable String error,
      @Nullable String finish,
      Usage usage) {
    over = true;
    settling.settle(attempt == null ? null : served(attempt), usage, !sent.isEmpty());
    answering.end(status, error, finish, usage);
  }

  private Admission.Served served(Attempt attempt) {
    Serving serving = model.serving(attempt.target());
    return new Admission.Served(serving.provider(), serving.model());
  }

  private static long now() {
    return System.nanoTime();
  }

  /// An answer that passes through.
  private final class Passing implements PassThrough.Observer {
    private final Attempt attempt;
    private final Serving serving;

    Passing(Attempt attempt, Serving serving) {
      this.attempt = attempt;
      this.serving = serving;
    }

    @Override
    public @Nullable AnswerHead begins(Function<String, @Nullable String> header) {
      if (!isTheOne(attempt)) {
        return null;
      }
      String type = header.apply("content-type");
      return answering.head(200, type == null ? "application/json" : type);
    }

    @Override
    public void refused(int status, Function<String, @Nullable String> header, byte[] error) {
      Duration wait =
          RetryAfter.read(
              header.apply("retry-after-ms"), header.apply("retry-after"), clock.instant());
      failed(attempt, body.dialect().readError(status, wait, error), null);
    }

    @Override
    public void failed(ModelFailure failure, PassThrough.@Nullable Reported begun) {
      ChatCall.this.failed(attempt, failure, begun == null ? null : soFar(begun));
    }

    private void failed(Attempt failed, ModelFailure failure, @Nullable Usage begun) {
      ChatCall.this.failed(failed, failure, begun);
    }

    @Override
    public void ended(PassThrough.Reported reported) {
      answered(attempt, reported.reason().orElse(null), usage(reported));
    }

    private Usage usage(PassThrough.Reported reported) {
      Usage first = reported.first().map(body.dialect()::readUsage).orElse(Usage.UNKNOWN);
      return reported.last().map(body.dialect()::readUsage).map(first::then).orElse(first);
    }

    /// What a cut answer is billed by, when the provider had not said.
    private Usage soFar(PassThrough.Reported reported) {
      Usage said = usage(reported);
      Long in = said.inUncached();
      return new Usage(
          in == null ? Long.valueOf(body.estimatedInput()) : in,
          said.inCacheRead(),
          said.inCacheWrite5m(),
          said.inCacheWrite1h(),
          (long) reported.events(),
          said.reasoning(),
          Usage.Source.ESTIMATED);
    }

    @Override
    public String toString() {
      return "Passing[" + serving.provider() + "]";
    }
  }

  /// An answer that is translated.
  private final class Telling implements TranslatedCall.Observer {
    private final Attempt attempt;

    Telling(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public boolean begins(List<String> dropped) {
      if (!isTheOne(attempt)) {
        return false;
      }
      AnswerHead head =
          answering.head(200, body.isStream() ? "text/event-stream" : "application/json");
      if (!dropped.isEmpty()) {
        head.with("x-fairway-dropped", String.join(",", dropped));
      }
      exchange.begin(head, -1);
      return true;
    }

    @Override
    public void ended(@Nullable String finish, Usage usage) {
      exchange.end();
      answered(attempt, finish, usage);
    }

    @Override
    public void failed(ModelFailure failure, @Nullable Usage begun) {
      ChatCall.this.failed(attempt, failure, begun);
    }
  }
}

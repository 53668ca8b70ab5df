package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One caller in the simulation: does what the [RoutedCall] says.
final class SimulatedCall {
  private final Simulation world;
  private final RoutedCall call;
  private final long began;
  private final List<Attempt> attempts = new ArrayList<>();
  private long ended;
  private @Nullable String answeredBy;
  private @Nullable ModelFailure failure;

  SimulatedCall(Simulation world, CallNeeds needs, long deadline) {
    this.world = world;
    this.began = world.nanoTime();
    this.call = world.router().call(needs, deadline, this::wake);
  }

  void start() {
    follow(call.start(now()));
  }

  private void wake() {
    world.after(0, () -> follow(call.resume(now())));
  }

  private void follow(Step step) {
    switch (step) {
      case Step.Send(var attempt) -> {
        send(attempt);
        long hedgeAt = call.hedgeAtNanos();
        if (hedgeAt != Long.MAX_VALUE) {
          world.at(hedgeAt, this::hedge);
        }
      }
      case Step.Pause(var until) -> world.at(until, () -> follow(call.resume(now())));
      case Step.Queue _, Step.Await _ -> {}
      case Step.GiveUp(var reason) -> {
        failure = reason;
        ended = now();
      }
    }
  }

  private void hedge() {
    if (isOver() || call.hedgeAtNanos() > now()) {
      return;
    }
    Attempt second = call.hedge(now());
    if (second != null) {
      send(second);
    }
  }

  private void send(Attempt attempt) {
    attempts.add(attempt);
    world.provider(attempt.target().id()).ask(verdict -> hear(attempt, verdict));
  }

  private void hear(Attempt attempt, @Nullable ModelFailure verdict) {
    if (isOver()) {
      attempt.abandoned(Usage.UNKNOWN, now());
    } else if (verdict != null) {
      follow(call.failed(attempt, verdict, now()));
    } else if (call.begun(attempt, now())) {
      answeredBy = attempt.target().id();
      ended = now();
      attempt.answered(Simulation.USED, now());
      attempts.forEach(loser -> loser.abandoned(Usage.UNKNOWN, now()));
    }
  }

  private long now() {
    return world.nanoTime();
  }

  boolean isOver() {
    return answeredBy != null || failure != null;
  }

  long began() {
    return began;
  }

  @Nullable String answeredBy() {
    return answeredBy;
  }

  Optional<ModelFailure> failure() {
    return Optional.ofNullable(failure);
  }

  int attempts() {
    return attempts.size();
  }

  double seconds() {
    return (ended - began) / 1e9;
  }
}

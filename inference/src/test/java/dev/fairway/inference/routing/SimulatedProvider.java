package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A provider that does what its script says: answers after a while, or fails.
final class SimulatedProvider {
  private final Simulation world;
  private final Random dice;
  private final List<Long> requests = new ArrayList<>();
  private Duration latency = Duration.ofMillis(100);
  private @Nullable ModelFailure failure;
  private double failingShare = 1;
  private double slowShare;
  private Duration slowLatency = Duration.ZERO;
  private int running;
  private int mostRunning;

  SimulatedProvider(Simulation world, Random dice) {
    this.world = world;
    this.dice = dice;
  }

  SimulatedProvider answersIn(Duration changed) {
    latency = changed;
    failure = null;
    return this;
  }

  /// A tail: so many of its answers take that long.
  SimulatedProvider isSometimesSlow(double share, Duration changed) {
    slowShare = share;
    slowLatency = changed;
    return this;
  }

  SimulatedProvider failsWith(ModelFailure changed) {
    return failsWith(changed, 1);
  }

  SimulatedProvider failsWith(ModelFailure changed, double share) {
    failure = changed;
    failingShare = share;
    return this;
  }

  void goesDown() {
    failsWith(new ModelFailure.Unavailable("down", null, null, false));
  }

  void comesBack() {
    failure = null;
  }

  void throttles(Duration retryAfter) {
    failsWith(new ModelFailure.Throttled("too many", retryAfter));
  }

  /// @param answer gets null for an answer
  void ask(Consumer<@Nullable ModelFailure> answer) {
    requests.add(world.nanoTime());
    running++;
    mostRunning = Math.max(mostRunning, running);
    ModelFailure verdict = failure != null && dice.nextDouble() < failingShare ? failure : null;
    Duration takes =
        verdict != null
            ? Duration.ofMillis(5)
            : dice.nextDouble() < slowShare ? slowLatency : latency;
    world.after(
        (long) (takes.toNanos() * (0.8 + dice.nextDouble() * 0.4)),
        () -> {
          running--;
          answer.accept(verdict);
        });
  }

  int requests() {
    return requests.size();
  }

  long requests(double fromSecond, double toSecond) {
    return requests.stream()
        .mapToDouble(world::secondsSinceStart)
        .filter(second -> second >= fromSecond && second < toSecond)
        .count();
  }

  int mostAtOnce() {
    return mostRunning;
  }

  void forgetMostAtOnce() {
    mostRunning = running;
  }

  /// The largest number of requests in any span of that length.
  int mostWithin(Duration span) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < requests.size(); last++) {
      while (requests.get(last) - requests.get(first) >= span.toNanos()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}

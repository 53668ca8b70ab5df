package dev.fairway.testing.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Function;

/// How a [Simulator] behaves when nothing in a request says otherwise.
///
/// @param apiKeys keys that are accepted; none means that every call is, with or without a key
/// @param models models that exist; none means all whose names do not begin with `no-such`
/// @param latency wait before each answer; zero answers at once
/// @param eventGap wait between two events of a stream; zero sends a stream in one piece
/// @param embedding text to vector
/// @param clock the time in answers
public record SimulatorSettings(
    Set<String> apiKeys,
    Set<String> models,
    Duration latency,
    Duration eventGap,
    Function<String, float[]> embedding,
    Clock clock) {
  /// Accepts everything, answers at once, at a fixed time.
  public static final SimulatorSettings DEFAULT =
      new SimulatorSettings(
          Set.of(),
          Set.of(),
          Duration.ZERO,
          Duration.ZERO,
          HashVectors::of,
          Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

  public SimulatorSettings {
    apiKeys = Set.copyOf(apiKeys);
    models = Set.copyOf(models);
  }

  public SimulatorSettings withApiKeys(String... changed) {
    return new SimulatorSettings(Set.of(changed), models, latency, eventGap, embedding, clock);
  }

  public SimulatorSettings withModels(String... changed) {
    return new SimulatorSettings(apiKeys, Set.of(changed), latency, eventGap, embedding, clock);
  }

  public SimulatorSettings withLatency(Duration changed) {
    return new SimulatorSettings(apiKeys, models, changed, eventGap, embedding, clock);
  }

  public SimulatorSettings withEventGap(Duration changed) {
    return new SimulatorSettings(apiKeys, models, latency, changed, embedding, clock);
  }

  public SimulatorSettings withEmbedding(Function<String, float[]> changed) {
    return new SimulatorSettings(apiKeys, models, latency, eventGap, changed, clock);
  }

  public SimulatorSettings withClock(Clock changed) {
    return new SimulatorSettings(apiKeys, models, latency, eventGap, embedding, changed);
  }
}

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
/// @param answerTokens tokens of an answer that nothing scripts; 0 lets the answer repeat the text
/// @param rateLimits whether answers carry the provider's rate-limit headers
/// @param fast answers a path as it did the first time, without looking into the request: for
///   benchmarks, which shall measure something else. Scripts, faults, keys and the journal's
///   requests have no effect then
/// @param awsKey key pair that AWS signatures are checked with
/// @param embedding text to vector
/// @param clock the time in answers
public record SimulatorSettings(
    Set<String> apiKeys,
    Set<String> models,
    Duration latency,
    Duration eventGap,
    int answerTokens,
    boolean rateLimits,
    boolean fast,
    AwsKey awsKey,
    Function<String, float[]> embedding,
    Clock clock) {
  /// A key pair as AWS gives it out.
  public record AwsKey(String id, String secret) {
    @Override
    public String toString() {
      return id + " (secret hidden)";
    }
  }

  /// Accepts everything, answers at once, at a fixed time. Its AWS key pair is the one of AWS's own
  /// documentation.
  public static final SimulatorSettings DEFAULT =
      new SimulatorSettings(
          Set.of(),
          Set.of(),
          Duration.ZERO,
          Duration.ZERO,
          0,
          false,
          false,
          new AwsKey("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          HashVectors::of,
          Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

  public SimulatorSettings {
    apiKeys = Set.copyOf(apiKeys);
    models = Set.copyOf(models);
  }

  public SimulatorSettings withApiKeys(String... changed) {
    return with(Set.of(changed), models, latency, eventGap, answerTokens, rateLimits, fast);
  }

  public SimulatorSettings withModels(String... changed) {
    return with(apiKeys, Set.of(changed), latency, eventGap, answerTokens, rateLimits, fast);
  }

  public SimulatorSettings withLatency(Duration changed) {
    return with(apiKeys, models, changed, eventGap, answerTokens, rateLimits, fast);
  }

  public SimulatorSettings withEventGap(Duration changed) {
    return with(apiKeys, models, latency, changed, answerTokens, rateLimits, fast);
  }

  /// The gap between events that makes a stream about this fast; an event carries about one token.
  public SimulatorSettings withTokensPerSecond(int changed) {
    return withEventGap(Duration.ofSeconds(1).dividedBy(changed));
  }

  public SimulatorSettings withAnswerTokens(int changed) {
    return with(apiKeys, models, latency, eventGap, changed, rateLimits, fast);
  }

  public SimulatorSettings withRateLimits(boolean changed) {
    return with(apiKeys, models, latency, eventGap, answerTokens, changed, fast);
  }

  public SimulatorSettings withFast(boolean changed) {
    return with(apiKeys, models, latency, eventGap, answerTokens, rateLimits, changed);
  }

  private SimulatorSettings with(
      Set<String> apiKeys,
      Set<String> models,
      Duration latency,
      Duration eventGap,
      int answerTokens,
      boolean rateLimits,
      boolean fast) {
    return new SimulatorSettings(
        apiKeys,
        models,
        latency,
        eventGap,
        answerTokens,
        rateLimits,
        fast,
        awsKey,
        embedding,
        clock);
  }

  public SimulatorSettings withEmbedding(Function<String, float[]> changed) {
    return new SimulatorSettings(
        apiKeys, models, latency, eventGap, answerTokens, rateLimits, fast, awsKey, changed, clock);
  }

  public SimulatorSettings withClock(Clock changed) {
    return new SimulatorSettings(
        apiKeys,
        models,
        latency,
        eventGap,
        answerTokens,
        rateLimits,
        fast,
        awsKey,
        embedding,
        changed);
  }
}

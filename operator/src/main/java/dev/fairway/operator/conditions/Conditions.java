package dev.fairway.operator.conditions;

import dev.fairway.api.v1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Makes conditions that speak about one generation at one time.
public record Conditions(long generation, Instant now) {
  public static final String ACCEPTED = "Accepted";
  public static final String RUNNING = "Running";
  public static final String COMPLETED = "Completed";
  public static final String FAILED = "Failed";
  public static final String READY = "Ready";

  public Conditions {
    now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  public Condition met(String type, String reason, String message) {
    return of(type, "True", reason, message);
  }

  public Condition unmet(String type, String reason, String message) {
    return of(type, "False", reason, message);
  }

  public Condition open(String type, String reason, String message) {
    return of(type, "Unknown", reason, message);
  }

  private Condition of(String type, String status, String reason, String message) {
    return new Condition(type, status, generation, now, reason, message);
  }
}

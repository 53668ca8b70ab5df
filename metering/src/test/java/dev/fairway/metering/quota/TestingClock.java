package dev.fairway.metering.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes when a test says so.
final class TestingClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-22T10:00:10Z");

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void set(String instant) {
    now = Instant.parse(instant);
  }
}

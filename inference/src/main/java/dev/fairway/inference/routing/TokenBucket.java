package dev.fairway.inference.routing;

/// A limit per minute: a bucket that holds one minute's worth and refills evenly, as providers
/// count. Over any span of t minutes at most t + 1 minutes' worth goes through. It may be overdrawn
/// by what turns out to have been used, and is then in debt. Not thread-safe: [ProviderGate] guards
/// it.
final class TokenBucket {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final double capacity;
  private double level;
  private long stamp;

  TokenBucket(long perMinute, long now) {
    this.capacity = (double) perMinute;
    this.level = capacity;
    this.stamp = now;
  }

  /// An amount above the capacity passes when the bucket is full; the debt is worked off later.
  boolean holds(long amount, long now) {
    refill(now);
    return level >= Math.min((double) amount, capacity);
  }

  void take(long amount, long now) {
    refill(now);
    level -= amount;
  }

  void give(long amount, long now) {
    refill(now);
    level = Math.min(capacity, level + amount);
  }

  /// Until [#holds].
  long nanosUntil(long amount, long now) {
    return nanosUntilAfter(0, amount, now);
  }

  /// Until [#holds], when so much goes to others first.
  long nanosUntilAfter(long others, long amount, long now) {
    refill(now);
    double missing = others + Math.min((double) amount, capacity) - level;
    return missing <= 0 ? 0 : (long) Math.ceil(missing * NANOS_PER_MINUTE / capacity) + 1;
  }

  private void refill(long now) {
    if (now > stamp) {
      level = Math.min(capacity, level + (now - stamp) * capacity / NANOS_PER_MINUTE);
      stamp = now;
    }
  }
}

package dev.fairway.inference.routing;

import java.util.concurrent.atomic.AtomicLong;

/// A number that fades to 0 while nothing is added, for any number of threads without a lock. Value
/// and moment share one `long`: a float, and milliseconds that may wrap (after 24 days of silence
/// the age is wrong, and the value is long gone).
final class Decaying {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final AtomicLong packed = new AtomicLong();
  private final double timeConstantMillis;

  /// @param timeConstantNanos after which 37 % are left
  Decaying(long timeConstantNanos) {
    this.timeConstantMillis = (double) timeConstantNanos / NANOS_PER_MILLI;
  }

  /// The value as it is now.
  double at(long now) {
    return faded(packed.get(), millis(now));
  }

  /// How a new observation changes the value.
  interface Change {
    double apply(double faded, double kept, double observation);
  }

  /// @param change gets the faded value, the share of it that was left, and the observation
  void update(long now, double observation, Change change) {
    int moment = millis(now);
    while (true) {
      long before = packed.get();
      double kept = kept(before, moment);
      double after = change.apply(value(before) * kept, kept, observation);
      if (packed.compareAndSet(before, pack(after, moment))) {
        return;
      }
    }
  }

  private double faded(long state, int moment) {
    return value(state) * kept(state, moment);
  }

  private double kept(long state, int moment) {
    int age = moment - (int) state;
    return age <= 0 ? 1 : Math.exp(-age / timeConstantMillis);
  }

  private static double value(long state) {
    return Float.intBitsToFloat((int) (state >>> 32));
  }

  private static long pack(double value, int moment) {
    return ((long) Float.floatToRawIntBits((float) value) << 32) | (moment & 0xffffffffL);
  }

  private static int millis(long now) {
    return (int) (now / NANOS_PER_MILLI);
  }
}

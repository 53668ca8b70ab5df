package dev.fairway.inference.routing;

/// Time to first byte of one target: jumps up at once to a worse observation, comes down slowly,
/// and is forgotten when no call tells anything new, so that a target that was slow is tried again.
final class PeakEwma {
  private static final long FORGET_NANOS = 10_000_000_000L;

  private final Decaying nanos = new Decaying(FORGET_NANOS);

  void observe(long elapsed, long now) {
    nanos.update(
        now,
        (double) elapsed,
        (faded, kept, seen) -> seen >= faded ? seen : faded + seen * (1 - kept));
  }

  /// A call that failed says no more than that it is not faster than this.
  void observeAtLeast(long elapsed, long now) {
    nanos.update(now, (double) elapsed, (faded, _, seen) -> Math.max(seen, faded));
  }

  /// Nanoseconds; below 1 when nothing is known.
  double at(long now) {
    return nanos.at(now);
  }
}

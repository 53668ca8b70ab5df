package dev.fairway.inference.routing;

/// Share of calls that failed of late: every call moves it by a sixteenth, and it is forgotten when
/// no call comes, so that a target that was bad is tried again.
final class ErrorRatio {
  private static final long FORGET_NANOS = 30_000_000_000L;
  private static final double WEIGHT_OF_ONE = 1 / 16.0;

  private final Decaying ratio = new Decaying(FORGET_NANOS);

  void add(boolean failed, long now) {
    ratio.update(now, failed ? 1 : 0, (faded, _, seen) -> faded + (seen - faded) * WEIGHT_OF_ONE);
  }

  double at(long now) {
    return ratio.at(now);
  }
}

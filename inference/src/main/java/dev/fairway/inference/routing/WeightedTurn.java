package dev.fairway.inference.routing;

import java.util.concurrent.atomic.AtomicLong;

/// Numbers from 0 to 1 that fill the interval evenly: multiples of the golden ratio, whose
/// fractions never cluster. After n calls a target's share is off by about ln(n)/n, where chance
/// would leave 1/sqrt(n), and that holds whichever targets take part. Without a lock.
final class WeightedTurn {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final AtomicLong turn;

  /// @param start processes that start at different points do not march in step
  WeightedTurn(double start) {
    turn = new AtomicLong((long) (start * Long.MAX_VALUE));
  }

  /// A whole number below `total`, evenly spread.
  int next(int total) {
    long fraction = turn.getAndAdd(GOLDEN) >>> 1;
    return (int) Math.multiplyHigh(fraction, (long) total << 1);
  }
}

package dev.fairway.inference.routing;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Ejects the targets of one route that do worse than the others. Failures in a row are looked at
/// when one happens, success rates every ten seconds by whichever call comes by.
final class Outliers {
  private static final long CHECK_NANOS = 10_000_000_000L;

  private final EjectionRules rules;
  private final int minimumCalls;
  private final TargetState[] targets;
  private final AtomicLong nextCheck;

  Outliers(EjectionRules rules, int minimumCalls, TargetState[] targets, long now) {
    this.rules = rules;
    this.minimumCalls = minimumCalls;
    this.targets = targets;
    this.nextCheck = new AtomicLong(now + CHECK_NANOS);
  }

  void look(TargetState ended, long now) {
    if (ended.failuresInARow() >= rules.consecutiveFailures() && !ended.isEjected(now)) {
      eject(ended, now);
    }
    long due = nextCheck.get();
    if (now - due >= 0 && nextCheck.compareAndSet(due, now + CHECK_NANOS)) {
      compare(now);
    }
  }

  private void compare(long now) {
    double[] rates = new double[targets.length];
    for (int i = 0; i < targets.length; i++) {
      rates[i] = successRate(targets[i], now);
    }
    for (int i = 0; i < targets.length; i++) {
      if (Double.isNaN(rates[i]) || targets[i].isEjected(now)) {
        continue;
      }
      if (rates[i] < medianOfOthers(rates, i) - rules.margin()) {
        eject(targets[i], now);
      } else {
        targets[i].forgiveOneEjection();
      }
    }
  }

  /// Not a number when there are too few calls to tell.
  private double successRate(TargetState target, long now) {
    CallWindow window = target.breaker().window();
    int calls = window.calls(now);
    return calls < minimumCalls ? Double.NaN : 1 - (double) window.failures(now) / calls;
  }

  /// Not a number, which no rate is below, when there are no others.
  private static double medianOfOthers(double[] rates, int without) {
    double[] others = rates.clone();
    others[without] = Double.NaN;
    Arrays.sort(others);
    int known = 0;
    while (known < others.length && !Double.isNaN(others[known])) {
      known++;
    }
    return known == 0 ? Double.NaN : (others[known / 2] + others[(known - 1) / 2]) / 2;
  }

  /// Two that look at the same time must not both take the last place.
  private synchronized void eject(TargetState target, long now) {
    int out = 1;
    for (TargetState other : targets) {
      out += other.isEjected(now) ? 1 : 0;
    }
    if (out <= rules.maxShare() * targets.length) {
      target.eject(rules.firstFor(), rules.maxFor(), now);
    }
  }
}

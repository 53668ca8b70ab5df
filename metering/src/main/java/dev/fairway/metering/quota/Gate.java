package dev.fairway.metering.quota;

import dev.fairway.inference.catalog.Money;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All limits that one kind of call must pass, in fixed order. Made once for a caller by
/// [Quotas#gate] and used for every call until the limits change. Thread-safe, never waits.
public final class Gate {
  private final LeasePool[] pools;
  private final Limit[] limits;
  private final InstantSource clock;
  private final Decisions decisions;
  private final @Nullable String currency;

  Gate(LeasePool[] pools, Limit[] limits, InstantSource clock, Decisions decisions) {
    this.pools = pools;
    this.limits = limits;
    this.clock = clock;
    this.decisions = decisions;
    this.currency = currency(limits);
  }

  private static @Nullable String currency(Limit[] limits) {
    for (Limit limit : limits) {
      if (limit.dimension() instanceof Dimension.Spend(var currency)) return currency;
    }
    return null;
  }

  boolean counts(String other) {
    return other.equals(currency);
  }

  Limit limit(int index) {
    return limits[index];
  }

  /// Sets aside what a call may use, on every subject or on none.
  ///
  /// @param tokens input and output, by estimate
  /// @param cost by the dearest price it may be served at; null when no price is known
  public Decision admit(long tokens, @Nullable Money cost) {
    if (currency != null) {
      Denial unpriced = unpriced(cost);
      if (unpriced != null) return decisions.count(unpriced);
    }
    return decisions.count(take(1, tokens, cost == null ? 0 : cost.nano()));
  }

  private @Nullable Denial unpriced(@Nullable Money cost) {
    for (int i = 0; i < limits.length; i++) {
      if (!(limits[i].dimension() instanceof Dimension.Spend(var own))) continue;
      if (cost == null) {
        return new Denial.Unpriced(subject(i), limits[i], "no price of the model is known");
      }
      if (!cost.currency().equals(own)) {
        String reason = "it is in %s, the model's price in %s".formatted(own, cost.currency());
        return new Denial.Unpriced(subject(i), limits[i], reason);
      }
    }
    return null;
  }

  /// @param calls 1 for a call, 0 for more of the same call
  private Decision take(long calls, long tokens, long nano) {
    Share[] taken = new Share[pools.length];
    long now = clock.millis();
    for (int i = 0; i < pools.length; i++) {
      long need = need(i, calls, tokens, nano);
      Share share = pools[i].take(need, limits[i].amount(), now);
      if (share == null) {
        Denial denial = exhausted(i, need, now);
        giveBack(taken, i, calls, tokens, nano);
        return denial;
      }
      taken[i] = share;
    }
    return new Reservation(this, new Hold(this, taken, calls, tokens, nano));
  }

  /// More for a call that runs.
  Decision takeMore(long tokens, long nano) {
    return take(0, tokens, nano);
  }

  private long need(int index, long calls, long tokens, long nano) {
    return switch (limits[index].dimension()) {
      case Dimension.Count.REQUESTS, Dimension.Count.CONCURRENCY -> calls;
      case Dimension.Count.TOKENS -> tokens;
      case Dimension.Spend _ -> nano;
    };
  }

  private void giveBack(Share[] taken, int count, long calls, long tokens, long nano) {
    for (int i = 0; i < count; i++) {
      taken[i].settle(need(i, calls, tokens, nano), 0);
    }
  }

  private Denial exhausted(int index, long need, long nowMillis) {
    Limit limit = limits[index];
    long used = Math.max(0, limit.amount() - remaining(index));
    Instant reset = limit.window().end(Instant.ofEpochMilli(nowMillis));
    return new Denial.Exhausted(subject(index), limit, used, need, reset);
  }

  private Subject subject(int index) {
    return pools[index].account().subject();
  }

  /// The limit with the least remaining share, as this process knows it; may lag by a second.
  public Optional<Standing> binding() {
    Standing least = null;
    for (int i = 0; i < pools.length; i++) {
      Standing standing = standing(i);
      if (least == null || standing.share() < least.share()) least = standing;
    }
    return Optional.ofNullable(least);
  }

  /// Before the first call of this process nothing is known, and the limit stands whole.
  private long remaining(int index) {
    return pools[index].isUnknown() ? limits[index].amount() : pools[index].remaining();
  }

  private Standing standing(int index) {
    Limit limit = limits[index];
    long remaining = Math.clamp(remaining(index), 0, limit.amount());
    return new Standing(subject(index), limit, remaining, limit.window().end(clock.instant()));
  }
}

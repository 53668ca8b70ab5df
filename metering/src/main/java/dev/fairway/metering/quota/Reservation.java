package dev.fairway.metering.quota;

import dev.fairway.inference.catalog.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a call has set aside. It ends once, with [#settle] or [#release]; later ends do nothing, so
/// that a `finally` may always release. Thread-safe.
public final class Reservation implements Decision {
  /// Output tokens by which a running answer extends its reservation, and which it may overrun.
  public static final int STEP = 256;

  private final Gate gate;
  private final List<Hold> holds = new ArrayList<>(1);
  private boolean ended;

  Reservation(Gate gate, Hold hold) {
    this.gate = gate;
    holds.add(hold);
  }

  /// Tells how far a running answer has come, at least every [#STEP] output tokens. Sets more aside
  /// when it outgrows its reservation. When that is refused a hard limit should end the answer; a
  /// soft one lets it finish, and its use is settled all the same.
  ///
  /// @param tokens input and output so far
  /// @param cost so far; null when unknown
  /// @return the limit that does not allow more
  public synchronized Optional<Denial> reach(long tokens, @Nullable Money cost) {
    if (ended) return Optional.empty();
    long moreTokens = tokens - tokens();
    long moreNano = cost == null ? 0 : cost.nano() - nano();
    if (moreTokens <= 0 && moreNano <= 0) return Optional.empty();
    return switch (gate.takeMore(step(moreTokens), Math.max(0, moreNano))) {
      case Denial denial -> Optional.of(denial);
      case Reservation more -> {
        add(more.holds.getFirst());
        yield Optional.empty();
      }
    };
  }

  private static long step(long missing) {
    return missing <= 0 ? 0 : Math.max(missing, STEP);
  }

  private void add(Hold more) {
    if (!holds.getLast().merge(more)) holds.add(more);
  }

  /// Ends the call with what is to be charged.
  ///
  /// @param tokens that count against limits
  /// @param cost null when unknown: then what was set aside is charged, never nothing
  public synchronized void settle(long tokens, @Nullable Money cost) {
    if (ended) return;
    ended = true;
    long nano = cost == null || !gate.counts(cost.currency()) ? nano() : cost.nano();
    long restTokens = tokens;
    long restNano = nano;
    for (Hold hold : holds) {
      boolean last = hold == holds.getLast();
      long hereTokens = last ? restTokens : Math.min(restTokens, hold.tokens());
      long hereNano = last ? restNano : Math.min(restNano, hold.nano());
      hold.settle(hold == holds.getFirst() ? 1 : 0, hereTokens, hereNano);
      restTokens -= hereTokens;
      restNano -= hereNano;
    }
  }

  /// Ends a call that was never sent or that nobody bills.
  public synchronized void release() {
    if (ended) return;
    ended = true;
    for (Hold hold : holds) hold.settle(0, 0, 0);
  }

  private long tokens() {
    long sum = 0;
    for (Hold hold : holds) sum += hold.tokens();
    return sum;
  }

  private long nano() {
    long sum = 0;
    for (Hold hold : holds) sum += hold.nano();
    return sum;
  }
}

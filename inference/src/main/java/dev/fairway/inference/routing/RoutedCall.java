package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailure.TimedOut.Phase;
import org.jspecify.annotations.Nullable;

/// The way of one call through its route: first target, retries, fallbacks, at most one hedge.
/// Whoever makes the call asks for the next [Step], does it, and reports what came of it. Never
/// blocks. For one thread at a time; the `wake` given to [ModelRouter#call] may come from another
/// and has to lead back to that one.
///
/// Nothing follows a failure once a first byte has arrived: two answers are never joined.
public final class RoutedCall {
  private static final int NONE = -1;

  /// Waits for a target that others are trying out; more would only be patience with the deadline.
  private static final int MAX_PAUSES = 6;

  private final ModelRouter router;
  private final Route route;
  private final CallNeeds needs;
  private final long deadline;
  private final Runnable wake;

  private long suitable;
  private long spent;
  private long underWay;
  private int sent;
  private int running;
  private int pauses;
  private boolean begun;
  private boolean hedged;
  private long hedgeAt = Long.MAX_VALUE;
  private @Nullable Ticket ticket;
  private int queuedAt = NONE;
  private int retryAt = NONE;
  private int here = NONE;
  private int triesHere;
  private @Nullable ModelFailure last;

  RoutedCall(ModelRouter router, CallNeeds needs, long deadline, Runnable wake) {
    this.router = router;
    this.route = router.route();
    this.needs = needs;
    this.deadline = deadline;
    this.wake = wake;
  }

  /// The first step.
  public Step start(long now) {
    suitable = router.filter().suitable(needs, 0);
    return suitable == 0
        ? new Step.GiveUp(router.filter().whyNoneIsSuitable(needs))
        : dispatch(now);
  }

  /// After [Step.Pause] or a wake.
  public Step resume(long now) {
    if (ticket != null) {
      return fromQueue(ticket, now);
    }
    if (running > 0) {
      return new Step.Await();
    }
    int again = retryAt;
    retryAt = NONE;
    return again == NONE || spent(again) ? dispatch(now) : retry(again, now);
  }

  /// A first byte of this attempt has arrived. Any other attempt of the call is to be cancelled and
  /// [Attempt#abandoned].
  ///
  /// @return whether this attempt is the one; false when another was faster
  public boolean begun(Attempt attempt, long now) {
    boolean first = !begun || attempt.isBegun();
    if (first) {
      begun = true;
      attempt.begin(now);
    }
    return first;
  }

  /// The attempt came to nothing; what now?
  public Step failed(Attempt attempt, ModelFailure failure, long now) {
    boolean speaks = attempt.isBegun();
    attempt.failed(failure, now);
    running--;
    underWay &= ~bit(attempt.index());
    if (begun && !speaks) {
      return new Step.Await();
    }
    last = failure;
    if (speaks || Blame.of(failure, false) == Blame.NONE) {
      return new Step.GiveUp(failure);
    }
    if (failure instanceof ModelFailure.ContextTooLong) {
      suitable = router.filter().suitable(needs, attempt.target().contextTokens());
    }
    if (running > 0) {
      spent |= bit(attempt.index());
      return new Step.Await();
    }
    return after(failure, attempt.index(), now);
  }

  /// The caller has gone or the call is over otherwise; a place in a queue is given up. Attempts
  /// under way are the caller's to cancel.
  public void leave(long now) {
    if (ticket != null) {
      ticket.cancel(now);
      ticket = null;
    }
  }

  /// When [#hedge] is worth asking; [Long#MAX_VALUE] for never.
  public long hedgeAtNanos() {
    return begun || hedged || running != 1 ? Long.MAX_VALUE : hedgeAt;
  }

  /// A second attempt beside the one that is under way, if there is a target, room and budget for
  /// it. Call it only when the caller's money covers both.
  public @Nullable Attempt hedge(long now) {
    if (begun || hedged || running != 1) {
      return null;
    }
    hedged = true;
    if (sent >= route.retry().inAll()) {
      return null;
    }
    long left = router.filter().well(suitable & ~spent & ~underWay, now);
    if (left == 0 || !router.hedges().take()) {
      return null;
    }
    return attempt(router.selection().pick(left, needs, now), true, now);
  }

  // ---- where to send -------------------------------------------------------------------------

  private Step dispatch(long now) {
    if (now - deadline >= 0) {
      return giveUp(new ModelFailure.TimedOut("no answer before the deadline", Phase.TOTAL));
    }
    long well = router.filter().well(suitable & ~spent, now);
    if (well == 0) {
      return giveUp(router.filter().whyNoneIsWell(suitable, now));
    }
    long left = last == null ? well : router.selection().firstTier(well);
    if (router.selection().keepsSubjects(needs)) {
      left = bit(pick(left, now));
    }
    for (long untried = left; untried != 0; ) {
      int index = pick(untried, now);
      Attempt attempt = attempt(index, false, now);
      if (attempt != null) {
        return new Step.Send(attempt);
      }
      untried &= ~bit(index);
    }
    return queue(left, now);
  }

  private int pick(long among, long now) {
    return router.selection().pick(among, needs, now);
  }

  /// Null when the provider has no room or the target takes no trial now.
  private @Nullable Attempt attempt(int index, boolean hedge, long now) {
    TargetState target = router.state(index);
    Permit permit = target.gate().tryAdmit(needs.tokens(), now);
    return permit == null ? null : enter(index, permit, hedge, now);
  }

  private @Nullable Attempt enter(int index, Permit permit, boolean hedge, long now) {
    int pass = router.state(index).breaker().enter(now);
    if (pass == Breaker.REFUSED) {
      permit.cancel(now);
      return null;
    }
    if (!hedge) {
      triesHere = index == here ? triesHere + 1 : 1;
      here = index;
      hedgeAt = hedgeTime(now);
    }
    sent++;
    running++;
    underWay |= bit(index);
    return new Attempt(router, index, sent, hedge, pass, permit, needs.conversation(), now);
  }

  private long hedgeTime(long now) {
    HedgeRules rules = route.hedge();
    return rules == null || needs.boundTo() != null
        ? Long.MAX_VALUE
        : now + rules.after().toNanos();
  }

  // ---- waiting for room ----------------------------------------------------------------------

  /// Every target is at its provider's limit: waits at the first whose queue takes the call.
  private Step queue(long among, long now) {
    Admission.Refused soonest = null;
    for (long left = among; left != 0; ) {
      int index = pick(left, now);
      left &= ~bit(index);
      switch (router.state(index).gate().admit(needs.tokens(), deadline, wake, now)) {
        case Permit permit -> {
          Attempt attempt = enter(index, permit, false, now);
          if (attempt != null) {
            return new Step.Send(attempt);
          }
        }
        case Ticket waiting -> {
          ticket = waiting;
          queuedAt = index;
          return new Step.Queue();
        }
        case Admission.Refused refused -> soonest = sooner(soonest, refused);
      }
    }
    return giveUp(soonest == null ? router.filter().whyNoneIsWell(among, now) : soonest.failure());
  }

  private static Admission.Refused sooner(
      Admission.@Nullable Refused one, Admission.Refused other) {
    boolean first =
        one != null
            && one.failure()
                    .retryAfter()
                    .orElseThrow()
                    .compareTo(other.failure().retryAfter().orElseThrow())
                <= 0;
    return first && one != null ? one : other;
  }

  private Step fromQueue(Ticket waiting, long now) {
    return switch (waiting.outcome()) {
      case Ticket _ -> new Step.Queue();
      case Permit permit -> {
        ticket = null;
        Attempt attempt = enter(queuedAt, permit, false, now);
        yield attempt == null ? dispatch(now) : new Step.Send(attempt);
      }
      case Admission.Refused(var failure) -> {
        ticket = null;
        yield giveUp(failure);
      }
    };
  }

  // ---- after a failure -----------------------------------------------------------------------

  /// A connection that just broke is worth a second try where it was; for everything else another
  /// target comes first, and the same one only when there is none.
  private Step after(ModelFailure failure, int index, long now) {
    if (sent >= route.retry().inAll()) {
      return new Step.GiveUp(failure);
    }
    boolean atOnce = failure instanceof ModelFailure.Unavailable && failure.retryAfter().isEmpty();
    Step again = atOnce ? again(failure, index, now) : null;
    if (again == null && fallsBack(failure)) {
      long others = suitable & ~spent & ~bit(index);
      if (router.filter().well(others, now) != 0) {
        spent |= bit(index);
        return dispatch(now);
      }
    }
    if (again == null && failure.retryable() && !atOnce) {
      again = again(failure, index, now);
    }
    return again == null ? new Step.GiveUp(failure) : again;
  }

  private boolean fallsBack(ModelFailure failure) {
    return FallbackOn.allows(route.fallbackOn(), failure);
  }

  /// Null when it must not be, was often enough, does not fit the deadline or the retry budget.
  private @Nullable Step again(ModelFailure failure, int index, long now) {
    if (failure.mayHaveRun() || index != here || triesHere >= route.retry().attempts()) {
      return null;
    }
    long own = route.retry().delayNanos(triesHere - 1, router.chance());
    long wait = failure.retryAfter().map(asked -> asked.toNanos() + own).orElse(own);
    if (now + wait - deadline >= 0 || !router.retries().take()) {
      return null;
    }
    retryAt = index;
    return new Step.Pause(now + wait);
  }

  /// The target may be shut meanwhile, or be trying out a single call: then the call goes
  /// elsewhere, or waits a little more.
  private Step retry(int index, long now) {
    if (router.state(index).breaker().lets(now)) {
      Attempt attempt = attempt(index, false, now);
      return attempt == null ? dispatch(now) : new Step.Send(attempt);
    }
    boolean elsewhere = last != null && fallsBack(last);
    if (elsewhere && router.filter().well(suitable & ~spent & ~bit(index), now) != 0) {
      spent |= bit(index);
      return dispatch(now);
    }
    long wait =
        Math.max(
            router.state(index).breaker().opensInNanos(now),
            route.retry().delayNanos(pauses, router.chance()));
    if (++pauses > MAX_PAUSES || now + wait - deadline >= 0) {
      return giveUp(router.filter().whyNoneIsWell(bit(index), now));
    }
    retryAt = index;
    return new Step.Pause(now + wait);
  }

  /// A provider's own failure says more than ours.
  private Step giveUp(ModelFailure ours) {
    return new Step.GiveUp(last == null ? ours : last);
  }

  private boolean spent(int index) {
    return (spent & bit(index)) != 0;
  }

  private static long bit(int index) {
    return 1L << index;
  }
}

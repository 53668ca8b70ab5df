package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Keeps the calls of one provider inside its limits. A call that finds no room waits in a short
/// queue, first come, first served (a large call at its head is not overtaken by small ones), and
/// is refused with the time after which to come again when the queue is full or its turn would come
/// too late. Thread-safe; its lock is held for a few instructions and never while anything blocks.
public final class ProviderGate {
  private static final long NEVER = Long.MAX_VALUE;
  private static final double USUAL_HOLD_NANOS = 1e9;

  private final String provider;
  private final ProviderLimits limits;
  private final Timer timer;
  private final int places;
  private final @Nullable TokenBucket requests;
  private final @Nullable TokenBucket tokens;

  private final ArrayDeque<Ticket> queue = new ArrayDeque<>();
  private long queuedTokens;
  private int running;
  private double meanHoldNanos = USUAL_HOLD_NANOS;
  private @Nullable Long alarm;

  /// @param provider named in refusals
  public ProviderGate(String provider, ProviderLimits limits, Timer timer) {
    this.provider = provider;
    this.limits = limits;
    this.timer = timer;
    this.places = limits.maxConcurrent() == null ? Integer.MAX_VALUE : limits.maxConcurrent();
    long now = timer.nanoTime();
    this.requests = bucket(limits.requestsPerMinute(), now);
    this.tokens = bucket(limits.tokensPerMinute(), now);
  }

  private static @Nullable TokenBucket bucket(@Nullable Number perMinute, long now) {
    return perMinute == null ? null : new TokenBucket(perMinute.longValue(), now);
  }

  public ProviderLimits limits() {
    return limits;
  }

  /// Lets a call go if it can go now and none waits before it; null otherwise.
  ///
  /// @param estimate tokens the call will use
  public synchronized @Nullable Permit tryAdmit(long estimate, long now) {
    return queue.isEmpty() && fits(estimate, now) ? take(estimate, now) : null;
  }

  /// Lets a call go now, or puts it in the queue, or refuses it.
  ///
  /// @param latest when its patience ends; the gate's own [ProviderLimits#longestWait] may be
  ///   shorter
  /// @param decided runs when a ticket's outcome is there, on whichever thread made room; it must
  ///   be quick and must not block
  public synchronized Admission admit(long estimate, long latest, Runnable decided, long now) {
    if (queue.isEmpty() && fits(estimate, now)) {
      return take(estimate, now);
    }
    long patience = Math.min(latest - now, nanos(limits.longestWait()));
    if (queue.size() >= limits.queue() || rateWait(estimate, now) > patience) {
      return refused(estimate, now);
    }
    Ticket ticket = new Ticket(this, estimate, now + patience, decided);
    queue.add(ticket);
    queuedTokens += estimate;
    setAlarm(now);
    return ticket;
  }

  /// [#admit] for a thread that may block.
  ///
  /// @throws ModelFailureException with [ModelFailure.Throttled]
  public Permit await(long estimate, Duration patience) throws InterruptedException {
    CountDownLatch decided = new CountDownLatch(1);
    long now = timer.nanoTime();
    Admission admission = admit(estimate, now + nanos(patience), decided::countDown, now);
    if (admission instanceof Ticket ticket) {
      try {
        decided.await();
      } catch (InterruptedException e) {
        ticket.cancel(timer.nanoTime());
        throw e;
      }
      admission = ticket.outcome();
    }
    return switch (admission) {
      case Permit permit -> permit;
      case Admission.Refused(var failure) -> throw new ModelFailureException(failure);
      case Ticket _ -> throw new IllegalStateException("told before it was decided");
    };
  }

  void release(long moreTokens, long heldNanos, long now) {
    List<Ticket> next;
    synchronized (this) {
      running--;
      meanHoldNanos += (heldNanos - meanHoldNanos) / 8;
      if (tokens != null && moreTokens > 0) {
        tokens.take(moreTokens, now);
      } else if (tokens != null) {
        tokens.give(-moreTokens, now);
      }
      next = decideQueued(now);
    }
    next.forEach(Ticket::tell);
  }

  void refund(long unusedTokens, long now) {
    List<Ticket> next;
    synchronized (this) {
      running--;
      if (requests != null) {
        requests.give(1, now);
      }
      if (tokens != null) {
        tokens.give(unusedTokens, now);
      }
      next = decideQueued(now);
    }
    next.forEach(Ticket::tell);
  }

  void leave(Ticket ticket, long now) {
    List<Ticket> next;
    synchronized (this) {
      if (!queue.remove(ticket)) {
        return;
      }
      queuedTokens -= ticket.tokens();
      next = decideQueued(now);
    }
    next.forEach(Ticket::tell);
  }

  private void ring(long due) {
    List<Ticket> next;
    synchronized (this) {
      if (alarm == null || alarm != due) {
        return;
      }
      alarm = null;
      next = decideQueued(timer.nanoTime());
    }
    next.forEach(Ticket::tell);
  }

  /// Lets go whoever may go, refuses whoever waited too long.
  private List<Ticket> decideQueued(long now) {
    if (queue.isEmpty()) {
      return List.of();
    }
    List<Ticket> decided = new ArrayList<>();
    while (!queue.isEmpty() && fits(queue.element().tokens(), now)) {
      Ticket ticket = queue.remove();
      queuedTokens -= ticket.tokens();
      ticket.decide(take(ticket.tokens(), now));
      decided.add(ticket);
    }
    refuseLate(decided, now);
    setAlarm(now);
    return decided;
  }

  private void refuseLate(List<Ticket> decided, long now) {
    for (Iterator<Ticket> waiting = queue.iterator(); waiting.hasNext(); ) {
      Ticket ticket = waiting.next();
      if (now - ticket.latest() >= 0) {
        waiting.remove();
        queuedTokens -= ticket.tokens();
        ticket.decide(refused(ticket.tokens(), now));
        decided.add(ticket);
      }
    }
  }

  private boolean fits(long estimate, long now) {
    return running < places
        && (requests == null || requests.holds(1, now))
        && (tokens == null || tokens.holds(estimate, now));
  }

  private Permit take(long estimate, long now) {
    running++;
    if (requests != null) {
      requests.take(1, now);
    }
    if (tokens != null) {
      tokens.take(estimate, now);
    }
    return new Permit(this, estimate, now);
  }

  /// Wakes for whatever comes first: the head's turn, or the end of somebody's patience. A place
  /// that becomes free needs no alarm.
  private void setAlarm(long now) {
    if (queue.isEmpty()) {
      alarm = null;
      return;
    }
    long wait = running < places ? headWait(now) : NEVER;
    for (Ticket ticket : queue) {
      wait = Math.min(wait, Math.max(0, ticket.latest() - now));
    }
    long due = now + wait;
    if (alarm == null || due - alarm < 0) {
      alarm = due;
      timer.at(due, () -> ring(due));
    }
  }

  private long headWait(long now) {
    long one = requests == null ? 0 : requests.nanosUntil(1, now);
    long all = tokens == null ? 0 : tokens.nanosUntil(queue.element().tokens(), now);
    return Math.max(one, all);
  }

  /// Until the rates would let a call through that joins the queue now.
  private long rateWait(long estimate, long now) {
    return Math.max(requestWait(now), tokenWait(estimate, now));
  }

  private long requestWait(long now) {
    return requests == null ? 0 : requests.nanosUntilAfter(queue.size(), 1, now);
  }

  private long tokenWait(long estimate, long now) {
    return tokens == null ? 0 : tokens.nanosUntilAfter(queuedTokens, estimate, now);
  }

  private Admission.Refused refused(long estimate, long now) {
    long byRequests = requestWait(now);
    long byTokens = tokenWait(estimate, now);
    long byPlaces =
        running < places ? 0 : (long) (meanHoldNanos * (queue.size() + 1) / Math.max(1, places));
    long wait = Math.max(byPlaces, Math.max(byRequests, byTokens));
    String limit =
        wait == byPlaces
            ? "maxConcurrent " + limits.maxConcurrent()
            : wait == byRequests
                ? "requestsPerMinute " + limits.requestsPerMinute()
                : "tokensPerMinute " + limits.tokensPerMinute();
    return new Admission.Refused(
        new ModelFailure.Throttled(
            "provider %s is at its limit of %s".formatted(provider, limit),
            Duration.ofMillis(wait / 1_000_000 + 1)));
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : duration.toNanos();
  }
}

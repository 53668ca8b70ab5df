package dev.fairway.inference.routing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// The circuit breaker of one target. Closed it lets every call through; open, none; when its time
/// is over, one call may try. Each such trial that succeeds lets one more run at the same time
/// (which doubles them per round trip), and after enough of them it is closed: a provider that just
/// came back is not met by everybody at once. A trial that fails halves what may run, and opens it
/// again when that was one. Without a lock, for any number of threads.
final class Breaker {
  /// What [#enter] says when the call may not go.
  static final int REFUSED = -1;

  /// What [#enter] says when the call goes and nothing hangs on it.
  static final int FREE = 0;

  private static final int SUCCESSES_TO_CLOSE = 16;
  private static final long LONGEST_OPEN_NANOS = 300_000_000_000L;

  private final BreakerRules rules;
  private final CallWindow window;
  private final AtomicReference<State> state = new AtomicReference<>(new State.Closed());
  private final AtomicInteger generations = new AtomicInteger();

  private sealed interface State {
    record Closed() implements State {}

    record Open(String reason, long until) implements State {}

    /// @param generation tells the trials of this recovery from those of an earlier one
    record Recovering(int generation, int allowed, int running) implements State {
      Recovering withRunning(int changed) {
        return new Recovering(generation, allowed, changed);
      }
    }
  }

  Breaker(BreakerRules rules) {
    this.rules = rules;
    this.window = new CallWindow(rules.window().toNanos());
  }

  CallWindow window() {
    return window;
  }

  /// Whether [#enter] would let a call through now.
  boolean lets(long now) {
    return switch (state.get()) {
      case State.Closed _ -> true;
      case State.Open open -> now - open.until() >= 0;
      case State.Recovering recovering -> recovering.running() < recovering.allowed();
    };
  }

  /// Lets a call through, or not. What it returns goes back to [#succeeded], [#failed] or [#left].
  int enter(long now) {
    while (true) {
      State before = state.get();
      switch (before) {
        case State.Closed _ -> {
          return FREE;
        }
        case State.Open open -> {
          if (now - open.until() < 0) {
            return REFUSED;
          }
          int generation =
              generations.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
          if (state.compareAndSet(before, new State.Recovering(generation, 1, 1))) {
            return generation;
          }
        }
        case State.Recovering recovering -> {
          if (recovering.running() >= recovering.allowed()) {
            return REFUSED;
          }
          if (state.compareAndSet(before, recovering.withRunning(recovering.running() + 1))) {
            return recovering.generation();
          }
        }
      }
    }
  }

  /// A call that says nothing about the target.
  void left(int pass) {
    settle(pass, 0);
  }

  void succeeded(int pass, long now) {
    window.add(false, now);
    settle(pass, 1);
  }

  void failed(int pass, String reason, long now) {
    window.add(true, now);
    switch (state.get()) {
      case State.Closed _ -> {
        if (isOverTheRatio(now)) {
          open(reason, rules.openFor().toNanos(), now);
        }
      }
      case State.Recovering recovering -> {
        if (recovering.generation() != pass) {
          return;
        }
        if (recovering.allowed() == 1) {
          open(reason, rules.openFor().toNanos(), now);
        } else {
          settle(pass, -recovering.allowed() / 2);
        }
      }
      case State.Open _ -> {}
    }
  }

  /// Shuts the target off for a time that was named.
  void open(String reason, long nanos, long now) {
    long until = now + Math.min(nanos, LONGEST_OPEN_NANOS);
    state.updateAndGet(before ->
        before instanceof State.Open open && open.until() - until >= 0
            ? before
            : new State.Open(reason, until));
  }

  private boolean isOverTheRatio(long now) {
    int calls = window.calls(now);
    return calls >= rules.minimumCalls() && window.failures(now) >= rules.failureRatio() * calls;
  }

  private void settle(int pass, int change) {
    while (pass != FREE
        && state.get() instanceof State.Recovering recovering
        && recovering.generation() == pass) {
      if (state.compareAndSet(recovering, after(recovering, change))) {
        return;
      }
    }
  }

  private State after(State.Recovering recovering, int change) {
    int allowed = Math.max(1, recovering.allowed() + change);
    if (allowed > SUCCESSES_TO_CLOSE) {
      window.clear();
      return new State.Closed();
    }
    return new State.Recovering(recovering.generation(), allowed, recovering.running() - 1);
  }

  /// Nanoseconds until a call may try; 0 when one may now, or may as soon as another has ended.
  long opensInNanos(long now) {
    return state.get() instanceof State.Open open ? Math.max(0, open.until() - now) : 0;
  }

  Health health(long now) {
    return switch (state.get()) {
      case State.Closed _ -> new Health.Healthy();
      case State.Open open ->
          new Health.Open(open.reason(), Duration.ofNanos(Math.max(0, open.until() - now)));
      case State.Recovering recovering -> new Health.Recovering(recovering.allowed());
    };
  }
}

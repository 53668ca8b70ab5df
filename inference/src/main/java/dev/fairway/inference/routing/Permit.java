package dev.fairway.inference.routing;

import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A call's place with its provider, and the tokens set aside for it. Given back once: by
/// [#release] when the call was sent, by [#cancel] when it was not; what comes after that does
/// nothing. Thread-safe.
public final class Permit implements Admission {
  private final ProviderGate gate;
  private final long tokens;
  private final long since;
  private final AtomicBoolean over = new AtomicBoolean();

  Permit(ProviderGate gate, long tokens, long since) {
    this.gate = gate;
    this.tokens = tokens;
    this.since = since;
  }

  /// The call has ended. Tokens are settled by what was used, or stay as estimated when that is not
  /// known.
  public void release(Usage usage, long now) {
    if (over.compareAndSet(false, true)) {
      Long used = counted(usage);
      gate.release(used == null ? 0 : used - tokens, now - since, now);
    }
  }

  /// The call was never sent: nothing was used.
  public void cancel(long now) {
    if (over.compareAndSet(false, true)) {
      gate.refund(tokens, now);
    }
  }

  /// Waits for another permit like this one, which was given back, for a call that is made again.
  ///
  /// @throws dev.fairway.inference.chat.ModelFailureException as [ProviderGate#await]
  public Permit another(Duration patience) throws InterruptedException {
    return gate.await(tokens, patience);
  }

  /// Tokens that count against a rate; null when they are not known.
  private static @Nullable Long counted(Usage usage) {
    Long in = usage.inputTotal();
    Long out = usage.out();
    if (in == null || out == null) {
      return null;
    }
    Long cached = usage.inCacheRead();
    return in + out - (cached == null ? 0 : cached);
  }
}

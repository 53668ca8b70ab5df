package dev.fairway.metering.quota;

import java.util.Arrays;

/// Units taken at one time from the shares of a gate's limits, in the order of the gate.
final class Hold {
  private final Gate gate;
  private final Share[] shares;
  private final long calls;
  private long tokens;
  private long nano;

  /// @param calls 1 for a call, 0 for more of the same call
  Hold(Gate gate, Share[] shares, long calls, long tokens, long nano) {
    this.gate = gate;
    this.shares = shares;
    this.calls = calls;
    this.tokens = tokens;
    this.nano = nano;
  }

  long tokens() {
    return tokens;
  }

  long nano() {
    return nano;
  }

  /// Takes the other's units in, when they came from the same shares.
  boolean merge(Hold more) {
    if (more.calls != 0 || !Arrays.equals(shares, more.shares)) return false;
    tokens += more.tokens;
    nano += more.nano;
    return true;
  }

  void settle(long usedCalls, long usedTokens, long usedNano) {
    for (int i = 0; i < shares.length; i++) {
      switch (gate.limit(i).dimension()) {
        case Dimension.Count.REQUESTS -> shares[i].settle(calls, usedCalls);
        case Dimension.Count.CONCURRENCY -> shares[i].settle(calls, 0);
        case Dimension.Count.TOKENS -> shares[i].settle(tokens, usedTokens);
        case Dimension.Spend _ -> shares[i].settle(nano, usedNano);
      }
    }
  }
}

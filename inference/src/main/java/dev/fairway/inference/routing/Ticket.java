package dev.fairway.inference.routing;

/// A call's place in the queue of a [ProviderGate]. Thread-safe.
public final class Ticket implements Admission {
  private final ProviderGate gate;
  private final long tokens;
  private final long latest;
  private final Runnable decided;
  private volatile Admission outcome = this;

  Ticket(ProviderGate gate, long tokens, long latest, Runnable decided) {
    this.gate = gate;
    this.tokens = tokens;
    this.latest = latest;
    this.decided = decided;
  }

  /// The permit or the refusal; this ticket itself while the call is waiting.
  public Admission outcome() {
    return outcome;
  }

  /// The caller no longer wants it. A permit that was just granted is given back.
  public void cancel(long now) {
    gate.leave(this, now);
    if (outcome instanceof Permit permit) {
      permit.cancel(now);
    }
  }

  long tokens() {
    return tokens;
  }

  long latest() {
    return latest;
  }

  /// Under the gate's lock.
  void decide(Admission made) {
    outcome = made;
  }

  /// Outside the gate's lock.
  void tell() {
    decided.run();
  }
}

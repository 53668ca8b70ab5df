package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Usage;
import java.util.concurrent.atomic.AtomicBoolean;

/// One request to one target. It ends once, by [#answered], [#abandoned] or [RoutedCall#failed];
/// what comes after that does nothing. Thread-safe.
public final class Attempt {
  private static final Usage NOTHING = Usage.of(0, 0);

  private final ModelRouter router;
  private final int index;
  private final int number;
  private final boolean hedge;
  private final int pass;
  private final Permit permit;
  private final long conversation;
  private final long since;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean begun;

  Attempt(
      ModelRouter router,
      int index,
      int number,
      boolean hedge,
      int pass,
      Permit permit,
      long conversation,
      long since) {
    this.router = router;
    this.index = index;
    this.number = number;
    this.hedge = hedge;
    this.pass = pass;
    this.permit = permit;
    this.conversation = conversation;
    this.since = since;
    state().began();
  }

  public Target target() {
    return state().target();
  }

  /// From 1; counts every request made for the call.
  public int number() {
    return number;
  }

  /// Whether it runs beside another.
  public boolean isHedge() {
    return hedge;
  }

  public long sinceNanos() {
    return since;
  }

  /// Whether a first byte has arrived.
  public boolean isBegun() {
    return begun;
  }

  int index() {
    return index;
  }

  void begin(long now) {
    if (!begun) {
      begun = true;
      state().firstByte(now - since, now);
    }
  }

  /// The answer is complete.
  ///
  /// @return whether this ended the attempt
  public boolean answered(Usage usage, long now) {
    boolean ends = over.compareAndSet(false, true);
    if (ends) {
      begin(now);
      state().answered(pass, now - since, now);
      permit.release(usage, now);
      router.answered(index, conversation, now);
    }
    return ends;
  }

  /// It was cancelled: another was faster, or the caller has gone.
  ///
  /// @param usage what is known to have been used
  /// @return whether this ended the attempt
  public boolean abandoned(Usage usage, long now) {
    boolean ends = over.compareAndSet(false, true);
    if (ends) {
      state().abandoned(pass, begun, now - since, now);
      permit.release(usage, now);
    }
    return ends;
  }

  void failed(ModelFailure failure, long now) {
    if (over.compareAndSet(false, true)) {
      state().failed(pass, failure, begun, now - since, now);
      permit.release(failure.mayHaveRun() ? Usage.UNKNOWN : NOTHING, now);
      router.ended(index, now);
    }
  }

  private TargetState state() {
    return router.state(index);
  }
}

package dev.fairway.metering.calls;

import dev.fairway.metering.store.StoreException;
import dev.fairway.metering.store.UsageStore;
import dev.fairway.metering.usage.CallRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rows of calls on their way to the store. One thread offers, one writes; a queue of bounded
/// length lies between, and what does not fit is dropped and counted.
public final class CallLog {
  /// About ten megabytes of records.
  private static final int MOST_WAITING = 20_000;

  private static final int BATCH = 4_000;
  private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

  private final UsageStore store;
  private final Sampling sampling;
  private final BlockingQueue<CallRecord> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile long written;
  private volatile long droppedFull;
  private volatile long droppedFailed;

  /// @param perSecond answered calls that are kept without sampling
  /// @param always calls that are kept whatever comes
  public CallLog(UsageStore store, int perSecond, Predicate<CallRecord> always) {
    this.store = store;
    this.sampling = new Sampling(perSecond, always, new SplittableRandom());
  }

  /// Keeps a call, or not. One thread only.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread offers
  public void offer(CallRecord call, long nowSeconds) {
    @Nullable CallRecord kept = sampling.choose(call, nowSeconds);
    if (kept != null && !waiting.offer(kept)) droppedFull++;
  }

  /// Writes what waits. One thread only; may block.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  public void write() {
    List<CallRecord> batch = new ArrayList<>();
    while (waiting.drainTo(batch, BATCH) > 0) {
      try {
        store.append(batch);
        written += batch.size();
      } catch (StoreException e) {
        droppedFailed += batch.size();
        LOG.atWarn().addKeyValue("rows", batch.size()).setCause(e).log("rows of calls dropped");
        return;
      } finally {
        batch.clear();
      }
    }
  }

  /// Rows that reached the store.
  public long written() {
    return written;
  }

  /// Rows that found the queue full: the store is too slow.
  public long droppedFull() {
    return droppedFull;
  }

  /// Rows that the store refused.
  public long droppedFailed() {
    return droppedFailed;
  }
}

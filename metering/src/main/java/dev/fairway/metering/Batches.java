package dev.fairway.metering;

import dev.fairway.metering.store.StoreException;
import dev.fairway.metering.store.UsageStore;
import dev.fairway.metering.usage.Journal;
import dev.fairway.metering.usage.RollupBatch;
import dev.fairway.metering.usage.Spool;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Batches of sums on their way to the store. What the store does not take, or not fast enough,
/// goes to the spool and from there to the store later; none is ever dropped. The journal's file is
/// freed when its sums are in one of them.
final class Batches {
  /// Files of the journal whose sums wait for the store.
  private static final int MOST_WAITING = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

  private final UsageStore store;
  private final Spool spool;
  private final Consumer<Journal.Sealed> written;
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

  private record Waiting(List<RollupBatch> batches, Journal.Sealed file) {}

  Batches(UsageStore store, Spool spool, Consumer<Journal.Sealed> written) {
    this.store = store;
    this.spool = spool;
    this.written = written;
  }

  /// Never waits for the store.
  void offer(List<RollupBatch> batches, Journal.Sealed file) {
    if (!waiting.offer(new Waiting(batches, file))) {
      batches.forEach(spool::append);
      written.accept(file);
    }
  }

  /// Brings what waits to the store, what is spooled first. May block.
  void write() {
    boolean up = replay();
    Waiting next;
    while ((next = waiting.poll()) != null) {
      for (RollupBatch batch : next.batches()) up = (up && added(batch)) || spooled(batch);
      written.accept(next.file());
    }
  }

  private boolean replay() {
    try {
      spool.replay(store::add);
      return true;
    } catch (StoreException e) {
      LOG.atWarn().addKeyValue("batches", spool.batches()).setCause(e).log("sums still spooled");
      return false;
    }
  }

  private boolean added(RollupBatch batch) {
    try {
      store.add(batch);
      return true;
    } catch (StoreException e) {
      LOG.atWarn().setCause(e).log("sums are spooled");
      return false;
    }
  }

  /// @return false: the store did not take it
  private boolean spooled(RollupBatch batch) {
    spool.append(batch);
    return false;
  }
}

package dev.fairway.metering;

import dev.fairway.metering.calls.CallLog;
import dev.fairway.metering.store.StoreException;
import dev.fairway.metering.store.UsageStore;
import dev.fairway.metering.usage.CallRecord;
import dev.fairway.metering.usage.Journal;
import dev.fairway.metering.usage.Rollup;
import dev.fairway.metering.usage.Spool;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the record of every call and sees that it is summed exactly once, whatever dies in
/// between: record, journal, sums, store. The composition root opens it with a store and closes it
/// before the store.
///
/// [#record] is safe on event loops: it writes into mapped memory and waits for nobody. Two threads
/// do the rest: one sums what was recorded, the other brings it to the store.
public final class Meter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Meter.class);
  private static final long PAUSE_MILLIS = 100;
  private static final long WRITE_EVERY_MILLIS = 1_000;
  private static final long COMPACT_EVERY_MILLIS = 60_000;

  private final MeterSettings settings;
  private final UsageStore store;
  private final InstantSource clock;
  private final Spool spool;
  private final Journal journal;
  private final Rollup rollup;
  private final CallLog calls;
  private final Batches batches;
  private final Thread summing;
  private final Thread writing;
  private final AtomicReference<@Nullable CountDownLatch> flushing = new AtomicReference<>();
  private volatile boolean closed;

  private Meter(
      MeterSettings settings, UsageStore store, InstantSource clock, MeterRegistry registry) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
    this.rollup = new Rollup(settings.maxSeriesPerMinute());
    this.spool = Spool.open(settings.folder().resolve("spool"));
    this.journal =
        Journal.open(
            settings.folder().resolve("journal"), settings.journalBytes(), new Recovered());
    this.batches = new Batches(store, spool, journal::recycle);
    this.calls = new CallLog(store, settings.callsPerSecond(), settings.always());
    new MeterMetrics(registry).watch(rollup, calls, spool, store);
    this.summing = Thread.ofPlatform().name("meter-sum").daemon().unstarted(this::sum);
    this.writing = Thread.ofPlatform().name("meter-write").daemon().unstarted(this::write);
  }

  /// Brings what an earlier process had recorded to the store, and begins.
  public static Meter open(
      MeterSettings settings, UsageStore store, InstantSource clock, MeterRegistry registry) {
    Meter meter = new Meter(settings, store, clock, registry);
    meter.batches.write();
    meter.summing.start();
    meter.writing.start();
    return meter;
  }

  /// Sums what the last process left in its journal; it goes to the spool, which is brought to the
  /// store before the first call is taken.
  private final class Recovered implements Journal.Recovery {
    private int found;

    @Override
    public void record(CallRecord call) {
      found++;
      rollup.add(call);
    }

    @Override
    public void end(UUID id) {
      rollup.take(id).forEach(spool::append);
      if (found > 0) LOG.atInfo().addKeyValue("calls", found).log("calls of the last run summed");
      found = 0;
    }
  }

  /// Records how a call ended. When it returns the death of this process loses nothing of it.
  /// Thread-safe.
  public void record(CallRecord call) {
    journal.append(call);
  }

  private void sum() {
    long batchNanos = settings.batchEvery().toNanos();
    long sealedAt = System.nanoTime();
    boolean last;
    do {
      last = closed;
      CountDownLatch asked = flushing.getAndSet(null);
      boolean due = System.nanoTime() - sealedAt >= batchNanos;
      if (due) sealedAt = System.nanoTime();
      sumOnce(due || last || asked != null);
      if (asked != null) asked.countDown();
      if (!last) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    } while (!last);
  }

  /// When it fails, the disk is full most likely: the journal keeps what was not summed for the
  /// next start.
  private void sumOnce(boolean seal) {
    long now = clock.instant().getEpochSecond();
    try {
      journal.poll(seal, call -> take(call, now), this::finish);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("calls were not summed");
    }
  }

  private void take(CallRecord call, long nowSeconds) {
    rollup.add(call);
    calls.offer(call, nowSeconds);
  }

  private void finish(Journal.Sealed file) {
    batches.offer(rollup.take(file.id()), file);
  }

  private void write() {
    long compactedAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(COMPACT_EVERY_MILLIS);
    while (!closed) {
      writeOnce();
      if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - compactedAt) >= COMPACT_EVERY_MILLIS) {
        compactedAt = System.nanoTime();
        keepHouse();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WRITE_EVERY_MILLIS));
    }
  }

  private synchronized void writeOnce() {
    try {
      batches.write();
      calls.write();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("usage was not written");
    }
  }

  private void keepHouse() {
    try {
      store.compact(clock.instant());
      store.expire(settings.retention(), clock.instant());
    } catch (StoreException e) {
      LOG.atWarn().setCause(e).log("old usage was not merged");
    }
  }

  /// Waits until everything recorded so far is in the store, or in the spool when the store
  /// refuses.
  public void flush() {
    CountDownLatch summed = new CountDownLatch(1);
    while (!closed && !flushing.compareAndSet(null, summed)) Thread.onSpinWait();
    LockSupport.unpark(summing);
    try {
      while (!closed && !summed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LockSupport.unpark(summing);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    writeOnce();
  }

  /// Brings everything recorded to the store. Nothing may be recorded any more.
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    LockSupport.unpark(summing);
    LockSupport.unpark(writing);
    join(summing);
    join(writing);
    writeOnce();
    journal.close();
    spool.close();
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}

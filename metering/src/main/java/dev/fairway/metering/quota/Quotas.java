package dev.fairway.metering.quota;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The limits of this process's calls. Thread-safe; the composition root opens and closes it. A
/// thread of its own settles leases once a second.
///
/// Calls lease in place when their share is used up, so the backend must answer at once, as the one
/// in process does; one behind a network needs a step that waits off the event loop.
public final class Quotas implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Quotas.class);
  private static final long TICK_MILLIS = 1_000;

  private final QuotaBackend backend;
  private final InstantSource clock;
  private final int replicas;
  private final String operationPrefix = Long.toString(System.nanoTime(), 36) + "-";
  private final Decisions decisions = new Decisions();
  private final AtomicLong operations = new AtomicLong();
  private final ConcurrentMap<Account, LeasePool> pools = new ConcurrentHashMap<>();
  private final Set<LeasePool> active = ConcurrentHashMap.newKeySet();
  private final @Nullable Thread ticker;
  private volatile boolean closed;

  Quotas(QuotaBackend backend, InstantSource clock, int replicas, boolean ticking) {
    this.backend = backend;
    this.clock = clock;
    this.replicas = replicas;
    this.ticker = ticking ? Thread.ofVirtual().name("quota-settle").unstarted(this::run) : null;
  }

  /// Starts settling.
  public static Quotas open(QuotaBackend backend, InstantSource clock) {
    Quotas quotas = new Quotas(backend, clock, 1, true);
    if (quotas.ticker != null) quotas.ticker.start();
    return quotas;
  }

  /// The way in for calls that count for these subjects. Cheap enough to be made for every change
  /// of a limit, which acts on the next call.
  public Gate gate(List<Limited> subjects) {
    List<LeasePool> asked = new ArrayList<>();
    List<Limit> limits = new ArrayList<>();
    subjects.stream()
        .sorted(Comparator.comparing(limited -> limited.subject().kind()))
        .forEach(limited -> {
          for (Limit limit : limited.limits()) {
            asked.add(pool(new Account(limited.subject(), limit.dimension(), limit.window())));
            limits.add(limit);
          }
        });
    return new Gate(
        asked.toArray(LeasePool[]::new), limits.toArray(Limit[]::new), clock, decisions);
  }

  private LeasePool pool(Account account) {
    return pools.computeIfAbsent(
        account, _ -> new LeasePool(account, backend, this::operation, replicas, active));
  }

  private String operation() {
    return operationPrefix + operations.incrementAndGet();
  }

  /// What was decided since the start.
  public Decisions decisions() {
    return decisions;
  }

  /// What was spent and is set aside in the running window. For people.
  public Counter read(Account account) {
    LeasePool pool = pools.get(account);
    if (pool != null) pool.tick(clock.millis());
    return backend.read(account);
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
      tickOrTell();
    }
  }

  private void tickOrTell() {
    try {
      tick();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("leases were not settled");
    }
  }

  /// Settles every pool that moved.
  void tick() {
    long now = clock.millis();
    for (LeasePool pool : active) {
      if (!pool.tick(now)) pools.remove(pool.account(), pool);
    }
  }

  /// Settles what was used. Calls that still run settle nothing any more.
  @Override
  public void close() {
    closed = true;
    if (ticker != null) LockSupport.unpark(ticker);
    for (LeasePool pool : active) pool.drain(clock.millis());
  }
}

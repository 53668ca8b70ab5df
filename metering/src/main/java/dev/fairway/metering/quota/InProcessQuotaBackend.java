package dev.fairway.metering.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counters of one process: exact, and gone with it. Calls take a lock of one counter for as long
/// as some additions take, and never wait for anything else.
public final class InProcessQuotaBackend implements QuotaBackend {
  /// How long a lease lives that nobody settles.
  public static final Duration LEASE_TIME = Duration.ofSeconds(5);

  /// How long a counter outlives its window, for calls that end late.
  private static final Duration AFTERLIFE = Duration.ofHours(1);

  private final InstantSource clock;
  private final ConcurrentMap<Key, Ledger> ledgers = new ConcurrentHashMap<>();

  private final String epoch = UUID.randomUUID().toString();

  private record Key(Account account, Instant windowStart) {}

  public InProcessQuotaBackend(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Lease acquire(Account account, long limit, long want, String operation) {
    Instant now = clock.instant();
    return running(account, now).acquire(now, limit, want, operation);
  }

  @Override
  public boolean settle(Lease lease, long used, boolean release, String operation) {
    Instant now = clock.instant();
    Ledger ledger = ledgers.get(new Key(lease.account(), lease.windowStart()));
    return ledger != null && ledger.settle(now, lease, used, release, operation);
  }

  @Override
  public Counter read(Account account) {
    Instant now = clock.instant();
    return running(account, now).read(now);
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public boolean seed(Account account, long spent, String epoch) {
    return epoch.equals(this.epoch) && running(account, clock.instant()).seed(spent);
  }

  private Ledger running(Account account, Instant now) {
    Key key = new Key(account, account.window().start(now));
    Ledger ledger = ledgers.get(key);
    if (ledger != null) return ledger;
    forgetOld(now);
    return ledgers.computeIfAbsent(
        key, _ -> new Ledger(account, key.windowStart(), account.window().end(now)));
  }

  private void forgetOld(Instant now) {
    Instant before = now.minus(AFTERLIFE);
    ledgers.values().removeIf(ledger -> ledger.windowEnd().isBefore(before));
  }

  @Override
  public void close() {
    ledgers.clear();
  }
}

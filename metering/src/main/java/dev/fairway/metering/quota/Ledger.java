package dev.fairway.metering.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// One counter in one window. Every method is one atomic step.
final class Ledger {
  /// An operation is repeated within this time or not at all.
  private static final Duration REPEATS = Duration.ofMinutes(10);

  private final Account account;
  private final Instant windowStart;
  private final Instant windowEnd;
  private final Map<String, Held> leases = new HashMap<>();
  private final Map<String, Long> forfeited = new HashMap<>();
  private final LinkedHashMap<String, Instant> settled = new LinkedHashMap<>();
  private long spent;
  private long leased;
  private boolean touched;
  private Instant firstExpiry = Instant.MAX;

  private static final class Held {
    final Lease lease;
    long rest;
    Instant expiresAt;

    Held(Lease lease) {
      this.lease = lease;
      this.rest = lease.granted();
      this.expiresAt = lease.expiresAt();
    }
  }

  Ledger(Account account, Instant windowStart, Instant windowEnd) {
    this.account = account;
    this.windowStart = windowStart;
    this.windowEnd = windowEnd;
  }

  Instant windowEnd() {
    return windowEnd;
  }

  synchronized Lease acquire(Instant now, long limit, long want, String operation) {
    dropExpired(now);
    Held known = leases.get(operation);
    if (known != null) return known.lease;
    long left = Math.max(0, limit - spent - leased);
    long granted = Math.min(Math.max(0, want), left);
    Instant expiresAt = now.plus(InProcessQuotaBackend.LEASE_TIME);
    Lease lease =
        new Lease(operation, account, windowStart, granted, expiresAt, windowEnd, left - granted);
    if (granted > 0) {
      touched = true;
      leased += granted;
      leases.put(operation, new Held(lease));
      expectExpiry(expiresAt);
    }
    return lease;
  }

  synchronized boolean settle(
      Instant now, Lease lease, long used, boolean release, String operation) {
    if (used < 0) throw new IllegalArgumentException("use cannot be negative");
    dropExpired(now);
    forgetRepeats(now);
    if (settled.putIfAbsent(operation, now) != null) return false;
    touched = true;
    Held held = leases.get(lease.id());
    if (held == null) {
      spent += used - takeForfeited(lease.id(), used, release);
      return true;
    }
    spent += used;
    long off = release ? held.rest : Math.min(used, held.rest);
    leased -= off;
    held.rest -= off;
    if (release) {
      leases.remove(lease.id());
    } else {
      held.expiresAt = now.plus(InProcessQuotaBackend.LEASE_TIME);
    }
    return true;
  }

  synchronized Counter read(Instant now) {
    dropExpired(now);
    return new Counter(spent, leased, windowEnd);
  }

  synchronized boolean seed(long amount) {
    if (touched) return false;
    touched = true;
    spent = amount;
    return true;
  }

  private void dropExpired(Instant now) {
    if (now.isBefore(firstExpiry)) return;
    firstExpiry = Instant.MAX;
    Iterator<Held> all = leases.values().iterator();
    while (all.hasNext()) {
      Held held = all.next();
      if (now.isBefore(held.expiresAt)) {
        expectExpiry(held.expiresAt);
      } else {
        all.remove();
        leased -= held.rest;
        forfeit(held);
      }
    }
  }

  private void forfeit(Held held) {
    if (account.dimension() instanceof Dimension.Spend && held.rest > 0) {
      spent += held.rest;
      forfeited.put(held.lease.id(), held.rest);
    }
  }

  /// How much of late use was counted already when the lease expired.
  private long takeForfeited(String lease, long used, boolean release) {
    Long rest = forfeited.remove(lease);
    if (rest == null) return 0;
    long covered = release ? rest : Math.min(rest, used);
    if (rest > covered) forfeited.put(lease, rest - covered);
    return covered;
  }

  private void expectExpiry(Instant at) {
    if (at.isBefore(firstExpiry)) firstExpiry = at;
  }

  private void forgetRepeats(Instant now) {
    Instant before = now.minus(REPEATS);
    Iterator<Instant> oldest = settled.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(before)) {
      oldest.remove();
    }
  }
}

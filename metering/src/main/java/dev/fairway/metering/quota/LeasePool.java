package dev.fairway.metering.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One account as this process sees it: the share it holds of the running window, and those of
/// earlier windows that calls still use. Taking is one atomic step as long as the share has enough;
/// else the pool leases more, in slices that shrink as the limit comes near.
final class LeasePool {
  private static final int TICKS_UNTIL_IDLE = 2;
  private static final long NEAR = 4;

  /// A process that slept for so long must not trust its leases: their time less a margin.
  private static final Duration TRUST = InProcessQuotaBackend.LEASE_TIME.minusMillis(500);

  private final Account account;
  private final QuotaBackend backend;
  private final Supplier<String> operations;
  private final int replicas;
  private final Set<LeasePool> active;
  private final List<Share> retired = new ArrayList<>();
  private volatile @Nullable Share current;
  private volatile long limit;
  private volatile long remaining;
  private long usedPerTick;
  private int quietTicks;

  /// @param active where it enters itself for as long as it holds something
  LeasePool(
      Account account,
      QuotaBackend backend,
      Supplier<String> operations,
      int replicas,
      Set<LeasePool> active) {
    this.account = account;
    this.backend = backend;
    this.operations = operations;
    this.replicas = replicas;
    this.active = active;
  }

  Account account() {
    return account;
  }

  /// The share the units were taken from, or null when the limit does not allow them.
  @Nullable Share take(long need, long limit, long nowMillis) {
    Share share = current;
    if (share != null && limit == this.limit && share.serves(nowMillis) && share.take(need)) {
      return share;
    }
    return takeSlowly(need, limit, nowMillis);
  }

  private synchronized @Nullable Share takeSlowly(long need, long limit, long nowMillis) {
    Share share = current;
    if (share != null && (limit < this.limit || !share.serves(nowMillis))) {
      retire(share);
      share = null;
    }
    this.limit = limit;
    if (need > limit) return null;
    while (share == null || !share.take(need)) {
      long missing = share == null ? need : need - share.available();
      Lease lease = backend.acquire(account, limit, want(missing), operations.get());
      remaining = lease.remaining();
      if (share != null && share.isOf(lease)) {
        if (lease.granted() == 0) return null;
        share.add(lease);
      } else {
        if (share != null) retire(share);
        share = new Share(lease, nowMillis + TRUST.toMillis());
        current = share;
        active.add(this);
        if (lease.granted() < need) return null;
      }
    }
    return share;
  }

  /// Near the limit exactly what is missing; else enough for about a second.
  private long want(long missing) {
    long least = account.dimension().minimumSlice();
    long left = remaining;
    if (left < NEAR * replicas * least) return missing;
    return Math.max(missing, Math.clamp(usedPerTick, least, left / (NEAR * replicas)));
  }

  private void retire(Share share) {
    current = null;
    remaining = 0;
    share.close();
    share.settle(backend, operations, 0);
    if (!share.release(backend, operations)) retired.add(share);
  }

  /// Once a second: settles what was used and gives back what is idle.
  ///
  /// @return whether it still holds anything
  synchronized boolean tick(long nowMillis) {
    long trustedUntil = nowMillis + TRUST.toMillis();
    for (Share share : retired) share.settle(backend, operations, trustedUntil);
    retired.removeIf(share -> share.release(backend, operations));
    Share share = current;
    if (share != null) settle(share, nowMillis, trustedUntil);
    boolean holds = current != null || !retired.isEmpty();
    if (!holds) active.remove(this);
    return holds;
  }

  private void settle(Share share, long nowMillis, long trustedUntil) {
    if (!share.serves(nowMillis)) {
      retire(share);
      return;
    }
    usedPerTick = share.settle(backend, operations, trustedUntil);
    quietTicks = usedPerTick == 0 && share.isQuiet() ? quietTicks + 1 : 0;
    if (quietTicks >= TICKS_UNTIL_IDLE) {
      quietTicks = 0;
      retire(share);
    }
  }

  /// Settles and gives back everything that calls in flight do not need.
  synchronized void drain(long nowMillis) {
    tick(nowMillis);
    Share share = current;
    if (share != null) retire(share);
  }

  /// Whether nothing is held, so that [#remaining] says nothing.
  boolean isUnknown() {
    return current == null;
  }

  /// What this process may still use, by its last word from the backend.
  long remaining() {
    Share share = current;
    return remaining + (share == null ? 0 : Math.max(0, share.available()));
  }
}

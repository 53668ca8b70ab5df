package dev.fairway.metering.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The part of one window's counter that this process holds. Calls take from it and give back with
/// one atomic step; its leases are kept by the [LeasePool], under the pool's lock.
///
/// At every moment granted = available + in flight + spent. An answer that used more than it had
/// reserved makes `available` negative until the excess is settled.
final class Share {
  /// Nobody takes from it any more.
  private static final long CLOSED = Long.MIN_VALUE;

  private final Instant windowEnd;
  private final long windowEndMillis;
  private final AtomicLong available = new AtomicLong();
  private final AtomicLong unsettled = new AtomicLong();
  private final AtomicLong inFlight = new AtomicLong();
  private final List<Part> parts = new ArrayList<>();
  private Lease latest;

  /// Written by the pool alone; read to see whether the process slept through its leases.
  private volatile long expiresAtMillis;

  private static final class Part {
    final Lease lease;
    long rest;

    Part(Lease lease) {
      this.lease = lease;
      this.rest = lease.granted();
    }
  }

  /// @param lease the first of its window; it may have granted nothing
  Share(Lease lease, long expiresAtMillis) {
    this.latest = lease;
    this.windowEnd = lease.windowEnd();
    this.windowEndMillis =
        windowEnd.equals(Instant.MAX) ? Long.MAX_VALUE : windowEnd.toEpochMilli();
    this.expiresAtMillis = expiresAtMillis;
    add(lease);
  }

  boolean isOf(Lease lease) {
    return lease.windowEnd().equals(windowEnd);
  }

  boolean serves(long nowMillis) {
    return nowMillis < windowEndMillis && nowMillis < expiresAtMillis;
  }

  boolean take(long need) {
    inFlight.getAndAdd(need);
    long now = available.get();
    while (now >= need) {
      if (available.compareAndSet(now, now - need)) return true;
      now = available.get();
    }
    inFlight.getAndAdd(-need);
    return false;
  }

  /// Ends what a call had taken.
  void settle(long taken, long used) {
    unsettled.getAndAdd(used);
    giveBack(taken - used);
    inFlight.getAndAdd(-taken);
  }

  private void giveBack(long units) {
    long now = available.get();
    while (now != CLOSED && !available.compareAndSet(now, now + units)) {
      now = available.get();
    }
  }

  long available() {
    long now = available.get();
    return now == CLOSED ? 0 : now;
  }

  /// Whether no call holds anything of it.
  boolean isQuiet() {
    return inFlight.get() == 0;
  }

  void add(Lease lease) {
    if (lease.granted() == 0) return;
    latest = lease;
    parts.add(new Part(lease));
    giveBack(lease.granted());
  }

  /// Lets nobody take from it again.
  void close() {
    available.set(CLOSED);
  }

  /// Tells the backend what was used, which also extends the leases.
  ///
  /// @return what was used
  long settle(QuotaBackend backend, Supplier<String> operations, long expiresAtMillis) {
    long used = unsettled.getAndSet(0);
    long rest = used;
    Iterator<Part> all = parts.iterator();
    while (all.hasNext()) {
      Part part = all.next();
      long here = Math.min(rest, part.rest);
      rest -= here;
      part.rest -= here;
      backend.settle(part.lease, here, part.rest == 0, operations.get());
      if (part.rest == 0) all.remove();
    }
    if (rest > 0) {
      backend.settle(latest, rest, false, operations.get());
      giveBack(rest);
    }
    this.expiresAtMillis = expiresAtMillis;
    return used;
  }

  /// Gives whole leases back that no call in flight needs.
  ///
  /// @return whether nothing is held any more
  boolean release(QuotaBackend backend, Supplier<String> operations) {
    long needed = Math.max(0, inFlight.get()) + unsettled.get();
    long held = 0;
    for (Part part : parts) held += part.rest;
    Iterator<Part> all = parts.iterator();
    while (all.hasNext()) {
      Part part = all.next();
      if (held - part.rest < needed) continue;
      held -= part.rest;
      backend.settle(part.lease, 0, true, operations.get());
      all.remove();
    }
    return inFlight.get() == 0 && unsettled.get() == 0 && parts.isEmpty();
  }
}

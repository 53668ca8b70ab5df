package dev.fairway.metering.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Plays random operations on a backend and on a list of leases.
final class BackendModel {
  private static final long LIMIT = 1_000;

  private final int seed;
  private final QuotaBackend backend;
  private final TestingClock clock;
  private final Account account;
  private final SplittableRandom random;
  private final List<Entry> entries = new ArrayList<>();
  private Instant window;
  private long spent;

  private static final class Entry {
    final Lease lease;
    long rest;
    Instant expiresAt;
    boolean gone;
    long forfeited;

    Entry(Lease lease) {
      this.lease = lease;
      rest = lease.granted();
      expiresAt = lease.expiresAt();
    }
  }

  BackendModel(int seed, QuotaBackend backend, TestingClock clock, Account account) {
    this.seed = seed;
    this.backend = backend;
    this.clock = clock;
    this.account = account;
    this.random = new SplittableRandom(seed);
    this.window = account.window().start(clock.instant());
  }

  void run(int steps) {
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> acquire("a" + step);
        case 2 -> settle("s" + step);
        default -> pass();
      }
      Counter counter = backend.read(account);
      assertThat(counter.spent()).as("spent, seed %d step %d", seed, step).isEqualTo(spent);
      assertThat(counter.leased()).as("leased, seed %d step %d", seed, step).isEqualTo(leased());
    }
    backend.close();
  }

  private void acquire(String operation) {
    long want = random.nextInt(1, 300);
    long expected = Math.min(want, Math.max(0, LIMIT - spent - leased()));
    Lease lease = backend.acquire(account, LIMIT, want, operation);
    assertThat(lease.granted()).as("granted, seed %d", seed).isEqualTo(expected);
    if (expected == 0) return;
    entries.add(new Entry(lease));
    if (random.nextBoolean()) {
      assertThat(backend.acquire(account, LIMIT, want, operation)).isEqualTo(lease);
    }
  }

  private void settle(String operation) {
    if (entries.isEmpty()) return;
    Entry entry = entries.get(random.nextInt(entries.size()));
    long used = random.nextInt(0, 200);
    boolean release = random.nextBoolean();
    assertThat(backend.settle(entry.lease, used, release, operation)).isTrue();
    assertThat(backend.settle(entry.lease, used, release, operation)).isFalse();
    if (!entry.lease.windowStart().equals(window)) return;
    if (entry.gone) {
      long covered = release ? entry.forfeited : Math.min(entry.forfeited, used);
      entry.forfeited -= covered;
      spent += used - covered;
    } else {
      spent += used;
      entry.rest = release ? 0 : entry.rest - Math.min(used, entry.rest);
      entry.expiresAt = clock.instant().plusSeconds(5);
      entry.gone = release;
    }
  }

  private void pass() {
    clock.pass(Duration.ofMillis(random.nextInt(1, 3_000)));
    Instant now = clock.instant();
    Instant running = account.window().start(now);
    if (!running.equals(window)) {
      window = running;
      spent = 0;
      entries.removeIf(entry -> !entry.lease.windowStart().equals(window));
    }
    for (Entry entry : entries) {
      if (!entry.gone && !now.isBefore(entry.expiresAt)) expire(entry);
    }
  }

  private void expire(Entry entry) {
    entry.gone = true;
    if (account.dimension() instanceof Dimension.Spend) {
      entry.forfeited = entry.rest;
      spent += entry.rest;
    }
    entry.rest = 0;
  }

  private long leased() {
    return entries.stream().mapToLong(entry -> entry.rest).sum();
  }
}

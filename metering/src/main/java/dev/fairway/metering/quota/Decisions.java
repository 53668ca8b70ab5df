package dev.fairway.metering.quota;

import java.util.concurrent.atomic.LongAdder;

/// Counts what was decided. Thread-safe.
public final class Decisions {
  private final LongAdder admitted = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private final LongAdder concurrency = new LongAdder();
  private final LongAdder money = new LongAdder();
  private final LongAdder unpriced = new LongAdder();

  Decisions() {}

  Decision count(Decision decision) {
    switch (decision) {
      case Reservation _ -> admitted.increment();
      case Denial.Unpriced _ -> unpriced.increment();
      case Denial.Exhausted denial -> denied(denial.limit().dimension()).increment();
    }
    return decision;
  }

  private LongAdder denied(Dimension dimension) {
    return switch (dimension) {
      case Dimension.Count.REQUESTS -> requests;
      case Dimension.Count.TOKENS -> tokens;
      case Dimension.Count.CONCURRENCY -> concurrency;
      case Dimension.Spend _ -> money;
    };
  }

  public long admitted() {
    return admitted.sum();
  }

  public long deniedByRequests() {
    return requests.sum();
  }

  public long deniedByTokens() {
    return tokens.sum();
  }

  public long deniedByConcurrency() {
    return concurrency.sum();
  }

  public long deniedByMoney() {
    return money.sum();
  }

  /// Under a budget, and without a price in its currency.
  public long deniedUnpriced() {
    return unpriced.sum();
  }
}

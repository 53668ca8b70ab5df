package dev.fairway.metering;

import dev.fairway.metering.quota.Decisions;
import dev.fairway.metering.quota.Quotas;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// What can be watched of quotas, by name.
public final class QuotaMetrics {
  private final MeterRegistry registry;

  public QuotaMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  public void watch(Quotas quotas) {
    Decisions decisions = quotas.decisions();
    count(decisions, "admitted", "none", Decisions::admitted);
    count(decisions, "denied", "requests", Decisions::deniedByRequests);
    count(decisions, "denied", "tokens", Decisions::deniedByTokens);
    count(decisions, "denied", "concurrency", Decisions::deniedByConcurrency);
    count(decisions, "denied", "money", Decisions::deniedByMoney);
    count(decisions, "unpriced", "money", Decisions::deniedUnpriced);
  }

  /// @param dimension that binds
  private void count(
      Decisions decisions, String outcome, String dimension, ToDoubleFunction<Decisions> count) {
    FunctionCounter.builder("fairway.quota.decisions", decisions, count)
        .description("Calls let in or not")
        .tag("outcome", outcome)
        .tag("dimension", dimension)
        .register(registry);
  }
}

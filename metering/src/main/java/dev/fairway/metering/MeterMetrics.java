package dev.fairway.metering;

import dev.fairway.metering.calls.CallLog;
import dev.fairway.metering.store.UsageStore;
import dev.fairway.metering.usage.Rollup;
import dev.fairway.metering.usage.Spool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// What can be watched of metering, by name.
final class MeterMetrics {
  private final MeterRegistry registry;

  MeterMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void watch(Rollup rollup, CallLog calls, Spool spool, UsageStore store) {
    FunctionCounter.builder("fairway.usage.rows.written", calls, CallLog::written)
        .description("Rows of calls in the store")
        .tag("layer", "calls")
        .register(registry);
    dropped(calls, "queue_full", CallLog::droppedFull);
    dropped(calls, "store_failed", CallLog::droppedFailed);
    FunctionCounter.builder("fairway.usage.series.folded", rollup, Rollup::folded)
        .description("Calls summed as others because there were too many series")
        .register(registry);
    Gauge.builder("fairway.usage.batches.spooled", spool, Spool::batches)
        .description("Batches of sums the store has not taken")
        .register(registry);
    Gauge.builder("fairway.usage.spool", spool, Spool::bytes).baseUnit("bytes").register(registry);
    Gauge.builder("fairway.usage.store", store, each -> each.health().sumBytes())
        .baseUnit("bytes")
        .tag("layer", "sums")
        .register(registry);
    Gauge.builder("fairway.usage.store", store, each -> each.health().callBytes())
        .baseUnit("bytes")
        .tag("layer", "calls")
        .register(registry);
  }

  private void dropped(CallLog calls, String reason, ToDoubleFunction<CallLog> count) {
    FunctionCounter.builder("fairway.usage.rows.dropped", calls, count)
        .description("Rows of calls that were lost")
        .tag("reason", reason)
        .register(registry);
  }
}

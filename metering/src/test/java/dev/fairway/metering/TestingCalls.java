package dev.fairway.metering;

import dev.fairway.inference.catalog.Money;
import dev.fairway.inference.chat.Usage;
import dev.fairway.metering.usage.CallRecord;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Calls as tests need them.
public final class TestingCalls {
  private TestingCalls() {}

  /// An answered call of 10 tokens in and 5 out that cost 1,000 nano dollars.
  public static CallRecord call(Instant at, long number) {
    return call(at, number, "team-a", "gpt", 200, 40, Usage.of(10, 5), new Money(1_000, "USD"));
  }

  public static CallRecord call(
      Instant at,
      long number,
      String tenant,
      String model,
      int status,
      int millis,
      Usage usage,
      @Nullable Money cost) {
    return new CallRecord(
        at,
        id(at, number),
        "trace-" + number,
        "gateway",
        "chat",
        new CallRecord.Who(tenant, "web", "key-1", null),
        new CallRecord.What(null, "default", null, model, "openai", "main"),
        new CallRecord.Outcome(status, status < 400 ? null : "Throttled", "stop", true, null, 1),
        usage,
        cost,
        cost == null ? null : "gpt@2026-01-01",
        new CallRecord.Extent(millis, millis / 2, null, 120, 480),
        null,
        1.0);
  }

  /// Of version 7, by time and then by number.
  public static UUID id(Instant at, long number) {
    return new UUID(at.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | number);
  }
}

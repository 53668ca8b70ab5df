package dev.fairway.metering.store;

import dev.fairway.metering.usage.CallRecord;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A page of calls.
///
/// @param next where the next page begins; null when this is the last
public record CallPage(List<CallRecord> calls, @Nullable Cursor next) {
  public CallPage {
    calls = List.copyOf(calls);
  }

  /// The last call of a page.
  public record Cursor(Instant at, UUID id) {}
}

package dev.fairway.metering.store;

import dev.fairway.metering.store.CallPage.Cursor;
import dev.fairway.metering.usage.CallRecord;
import dev.fairway.metering.usage.RollupBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keeps sums and rows of calls. Thread-safe; every method may block, and throws [StoreException]
/// when it cannot do it.
public interface UsageStore extends AutoCloseable {
  /// Adds rows of calls. When it throws, none of a day or all of a day were added.
  void append(List<CallRecord> rows);

  /// Adds sums, once for each id of a batch.
  ///
  /// @return false when a batch of this id was added before
  boolean add(RollupBatch batch);

  /// Sums by time and group.
  List<UsageSum> sums(UsageQuery query);

  /// The values a field has had, for lists to choose from.
  List<String> values(SeriesField field, int limit);

  /// Calls, newest first.
  ///
  /// @param after the cursor of the page before
  CallPage calls(CallQuery query, @Nullable Cursor after, int limit);

  /// One call; its id says when it was.
  Optional<CallRecord> call(UUID id);

  /// Merges the sums of closed minutes and builds those of closed hours. To be called every minute
  /// or so, by one caller.
  void compact(Instant now);

  /// Drops what is older or more than is kept.
  void expire(Retention retention, Instant now);

  StoreHealth health();

  @Override
  void close();
}

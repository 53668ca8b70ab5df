package dev.fairway.metering;

import dev.fairway.metering.store.CallPage;
import dev.fairway.metering.store.CallPage.Cursor;
import dev.fairway.metering.store.CallQuery;
import dev.fairway.metering.store.Retention;
import dev.fairway.metering.store.SeriesField;
import dev.fairway.metering.store.StoreException;
import dev.fairway.metering.store.StoreHealth;
import dev.fairway.metering.store.UsageQuery;
import dev.fairway.metering.store.UsageStore;
import dev.fairway.metering.store.UsageSum;
import dev.fairway.metering.usage.CallRecord;
import dev.fairway.metering.usage.Measure;
import dev.fairway.metering.usage.RollupBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A store in memory that can be down.
public final class TestingStore implements UsageStore {
  private final List<CallRecord> rows = new ArrayList<>();
  private final Set<UUID> batches = new HashSet<>();
  private long requests;
  private boolean down;

  public synchronized void goDown() {
    down = true;
  }

  public synchronized void comeBack() {
    down = false;
  }

  public synchronized List<CallRecord> rows() {
    return List.copyOf(rows);
  }

  /// Of all batches.
  public synchronized long requests() {
    return requests;
  }

  @Override
  public synchronized void append(List<CallRecord> added) {
    checkUp();
    rows.addAll(added);
  }

  @Override
  public synchronized boolean add(RollupBatch batch) {
    checkUp();
    if (!batches.add(batch.id())) return false;
    batch.deltas().forEach(delta -> requests += delta.sums().get(Measure.REQUESTS));
    return true;
  }

  private void checkUp() {
    if (down) throw new StoreException("down", new IllegalStateException());
  }

  @Override
  public List<UsageSum> sums(UsageQuery query) {
    return List.of();
  }

  @Override
  public List<String> values(SeriesField field, int limit) {
    return List.of();
  }

  @Override
  public CallPage calls(CallQuery query, @Nullable Cursor after, int limit) {
    return new CallPage(List.of(), null);
  }

  @Override
  public Optional<CallRecord> call(UUID id) {
    return Optional.empty();
  }

  @Override
  public void compact(Instant now) {}

  @Override
  public void expire(Retention retention, Instant now) {}

  @Override
  public StoreHealth health() {
    return new StoreHealth(0, 0, null, null);
  }

  @Override
  public void close() {}
}

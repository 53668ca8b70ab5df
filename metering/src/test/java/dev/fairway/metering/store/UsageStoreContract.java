package dev.fairway.metering.store;

import static dev.fairway.metering.TestingCalls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.fairway.inference.catalog.Money;
import dev.fairway.inference.chat.Usage;
import dev.fairway.metering.store.CallPage.Cursor;
import dev.fairway.metering.usage.CallRecord;
import dev.fairway.metering.usage.Measure;
import dev.fairway.metering.usage.Rollup;
import dev.fairway.metering.usage.RollupBatch;
import dev.fairway.metering.usage.Sums;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store promises. A new one extends this and adds nothing.
abstract class UsageStoreContract {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;
  private UsageStore store;

  abstract UsageStore open(Path folder);

  @BeforeEach
  void open() {
    store = open(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aReplayedBatchChangesNothingAlsoAfterMerging() {
    RollupBatch batch = batch(call(NOON, 1), call(NOON, 2));
    assertThat(store.add(batch)).isTrue();
    assertThat(store.add(batch)).isFalse();
    assertThat(store.add(batch(call(NOON, 3)))).isTrue();
    store.compact(NOON.plus(Duration.ofHours(3)));
    assertThat(store.add(batch)).isFalse();
    assertThat(total().get(Measure.REQUESTS)).isEqualTo(3);
  }

  @Test
  void batchesOfTwoWritersAddUp() {
    for (int i = 0; i < 10; i++) store.add(batch(call(NOON, i), call(NOON.plusSeconds(60), i)));
    assertSums();
    store.compact(NOON.plusSeconds(600));
    assertSums();
    store.compact(NOON.plus(Duration.ofHours(3)));
    assertSums();
  }

  private void assertSums() {
    Sums sums = total();
    assertThat(sums.get(Measure.REQUESTS)).isEqualTo(20);
    assertThat(sums.get(Measure.IN_UNCACHED)).isEqualTo(200);
    assertThat(sums.get(Measure.OUT_TOKENS)).isEqualTo(100);
    assertThat(sums.get(Measure.COST_NANO)).isEqualTo(20_000);
    assertThat(sums.latency().total()).isEqualTo(20);
    assertThat(sums.firstByte().total()).isEqualTo(20);
  }

  @Test
  void quantilesOfMergedHistogramsAreNearTheExactOnes() {
    SplittableRandom random = new SplittableRandom(1);
    int[] all = new int[100_000];
    for (int part = 0; part < 10; part++) {
      Rollup rollup = new Rollup(100);
      for (int i = 0; i < 10_000; i++) {
        int millis = (int) Math.exp(random.nextDouble(3, 10));
        all[part * 10_000 + i] = millis;
        rollup.add(call(NOON, i, "t", "m", 200, millis, Usage.UNKNOWN, null));
      }
      rollup.take(UUID.randomUUID()).forEach(store::add);
    }
    store.compact(NOON.plus(Duration.ofHours(3)));
    Arrays.sort(all);
    for (double share : new double[] {0.5, 0.95, 0.99}) {
      double exact = all[(int) (all.length * share)];
      assertThat(total().latency().quantile(share)).isCloseTo(exact, within(exact * 0.08));
    }
  }

  @Test
  void unknownUsageAndCostStayUnknown() {
    store.add(
        batch(
            call(NOON, 1, "t", "m", 200, 9, Usage.UNKNOWN, null),
            call(NOON, 2, "t", "m", 200, 9, Usage.of(3, 4), new Money(7, "USD")),
            call(NOON, 3, "t", "m", 200, 9, Usage.of(3, 4), new Money(5, "EUR")),
            call(NOON, 4, "t", "free", 200, 9, Usage.of(1, 1), null)));
    List<UsageSum> sums = store.sums(UsageQuery.totals(hour(0), hour(1), SeriesField.MODEL));
    assertThat(sums).extracting(UsageSum::group).containsExactly(List.of("free"), List.of("m"));
    assertThat(sums.getFirst().costNano()).isEmpty();
    assertThat(sums.getLast().costNano()).isEqualTo(Map.of("USD", 7L, "EUR", 5L));
    assertThat(sums.getLast().sums().get(Measure.COST_UNKNOWN)).isEqualTo(1);
    assertThat(sums.getLast().sums().get(Measure.USAGE_UNKNOWN)).isEqualTo(1);
  }

  @Test
  void somethingLateForAClosedHourIsCounted() {
    store.add(batch(call(NOON, 1)));
    store.compact(NOON.plus(Duration.ofHours(2)));
    store.add(batch(call(NOON.plusSeconds(5), 2)));
    store.compact(NOON.plus(Duration.ofHours(2)).plusSeconds(60));
    UsageQuery days = UsageQuery.totals(hour(-36), hour(1));
    assertThat(store.sums(days).getFirst().sums().get(Measure.REQUESTS)).isEqualTo(2);
  }

  @Test
  void manyDaysAreToldByHoursAndTheLastHourByMinutes() {
    for (int hours = -60; hours <= 0; hours++) store.add(batch(call(hour(hours), 1)));
    store.compact(NOON);
    List<UsageSum> sums =
        store.sums(
            new UsageQuery(hour(-60), hour(1), Duration.ofHours(1), List.of(), Map.of(), 1_000));
    assertThat(sums).hasSize(61);
    assertThat(sums).allMatch(sum -> sum.sums().get(Measure.REQUESTS) == 1);
    assertThat(sums.getLast().at()).isEqualTo(NOON);
  }

  @Test
  void dayStepsBeginAtMidnightUtc() {
    for (int hours = -48; hours <= 0; hours += 6) store.add(batch(call(hour(hours), 1)));
    store.compact(NOON);
    List<UsageSum> days =
        store.sums(
            new UsageQuery(
                Instant.parse("2026-11-20T00:00:00Z"),
                Instant.parse("2026-11-23T00:00:00Z"),
                Duration.ofDays(1),
                List.of(),
                Map.of(),
                10));
    assertThat(days)
        .extracting(sum -> sum.at().toString(), sum -> sum.sums().get(Measure.REQUESTS))
        .containsExactly(
            tuple("2026-11-20T00:00:00Z", 2L),
            tuple("2026-11-21T00:00:00Z", 4L),
            tuple("2026-11-22T00:00:00Z", 3L));
  }

  @Test
  void sumsAreChosenByFields() {
    store.add(
        batch(
            call(NOON, 1, "team-a", "m'1", 200, 9, Usage.of(1, 1), null),
            call(NOON, 2, "team-b", "m2", 500, 9, Usage.of(1, 1), null)));
    UsageQuery query = UsageQuery.totals(hour(0), hour(1), SeriesField.MODEL);
    assertThat(store.sums(query.where(Map.of(SeriesField.MODEL, "m'1")))).hasSize(1);
    assertThat(store.sums(query.where(Map.of(SeriesField.STATUS_CLASS, "5")))).hasSize(1);
    assertThat(store.sums(query.where(Map.of(SeriesField.TENANT, "nobody")))).isEmpty();
    assertThat(store.values(SeriesField.MODEL, 10)).containsExactly("m'1", "m2");
  }

  @Test
  void aRowComesBackAsItWas() {
    CallRecord call = call(NOON.plusMillis(123), 1);
    CallRecord bare =
        new CallRecord(
            NOON,
            UUID.randomUUID(),
            null,
            "operator",
            "embeddings",
            new CallRecord.Who("t", null, null, null),
            new CallRecord.What(null, null, null, "", null, null),
            new CallRecord.Outcome(499, "Left", null, false, "hit", 0),
            Usage.UNKNOWN,
            null,
            null,
            new CallRecord.Extent(0, null, null, null, null),
            null,
            12.5);
    store.append(List.of(call, bare));
    assertThat(store.call(call.id())).contains(call);
    assertThat(store.call(bare.id())).contains(bare);
    assertThat(store.call(UUID.randomUUID())).isEmpty();
  }

  @Test
  void pagesShowEveryCallOnceWhileNewOnesArrive() {
    for (int hours = -40; hours < 0; hours++) {
      store.append(List.of(call(hour(hours), 1), call(hour(hours), 2), call(hour(hours), 3)));
    }
    CallQuery query = new CallQuery(hour(-100), hour(10), Map.of(), false);
    List<CallRecord> seen = new ArrayList<>();
    Cursor cursor = null;
    do {
      CallPage page = store.calls(query, cursor, 7);
      seen.addAll(page.calls());
      store.append(List.of(call(hour(1), seen.size())));
      cursor = page.next();
    } while (cursor != null);
    Set<UUID> ids = new HashSet<>(seen.stream().map(CallRecord::id).toList());
    assertThat(seen).hasSize(120).isSortedAccordingTo((a, b) -> b.at().compareTo(a.at()));
    assertThat(ids).hasSize(120);
  }

  @Test
  void callsAreChosenByFieldsAndErrors() {
    store.append(
        List.of(
            call(NOON, 1, "team-a", "m", 200, 9, Usage.of(1, 1), null),
            call(NOON, 2, "team-a", "m", 429, 9, Usage.UNKNOWN, null),
            call(NOON, 3, "team-b", "m", 500, 9, Usage.UNKNOWN, null)));
    Map<SeriesField, String> teamA = Map.of(SeriesField.TENANT, "team-a");
    assertThat(store.calls(new CallQuery(hour(0), hour(1), teamA, false), null, 10).calls())
        .hasSize(2);
    assertThat(store.calls(new CallQuery(hour(0), hour(1), teamA, true), null, 10).calls())
        .extracting(call -> call.outcome().status())
        .containsExactly(429);
  }

  @Test
  void oldDaysGo() {
    for (int days = 0; days < 20; days++) {
      Instant at = NOON.minus(Duration.ofDays(days));
      store.append(List.of(call(at, 1)));
      store.add(batch(call(at, 1)));
    }
    store.compact(NOON.plus(Duration.ofHours(2)));
    store.expire(Retention.DEFAULT, NOON);
    assertThat(store.health().oldestCalls()).hasToString("2026-11-15");
    assertThat(store.health().oldestMinutes()).hasToString("2026-11-08");
    UsageQuery all = UsageQuery.totals(NOON.minus(Duration.ofDays(30)), hour(1));
    assertThat(store.sums(all).getFirst().sums().get(Measure.REQUESTS)).isEqualTo(20);
    store.expire(new Retention(7, 1, 14, 25), NOON);
    assertThat(store.health().oldestCalls()).hasToString("2026-11-22");
  }

  @Test
  void aDayMayGoWhileItIsAskedFor() throws Exception {
    for (int days = 0; days < 6; days++) {
      store.append(List.of(call(NOON.minus(Duration.ofDays(days)), 1)));
    }
    CallQuery query = new CallQuery(hour(-1_000), hour(10), Map.of(), false);
    Thread asking =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 100; i++) store.calls(query, null, 100);
            });
    List<Throwable> failures = new ArrayList<>();
    asking.setUncaughtExceptionHandler((_, e) -> failures.add(e));
    for (int days = 5; days >= 1; days--) store.expire(new Retention(days, 1L << 40, 14, 25), NOON);
    asking.join();
    assertThat(failures).isEmpty();
    assertThat(store.calls(query, null, 100).calls()).hasSize(2);
  }

  @Test
  void everythingIsThereAfterARestart() {
    store.append(List.of(call(NOON, 1)));
    RollupBatch batch = batch(call(NOON, 1));
    store.add(batch);
    store.close();
    store = open(folder);
    assertThat(store.call(call(NOON, 1).id())).isPresent();
    assertThat(store.add(batch)).isFalse();
    assertThat(total().get(Measure.REQUESTS)).isEqualTo(1);
  }

  private Sums total() {
    return store.sums(UsageQuery.totals(hour(-10), hour(10))).getFirst().sums();
  }

  static RollupBatch batch(CallRecord... calls) {
    Rollup rollup = new Rollup(1_000);
    for (CallRecord call : calls) rollup.add(call);
    return rollup.take(UUID.randomUUID()).getFirst();
  }

  private static Instant hour(int offset) {
    return NOON.plus(Duration.ofHours(offset));
  }
}

package dev.fairway.metering.usage;

import dev.fairway.inference.catalog.Money;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Records and batches as bytes, for files that only the same release reads.
final class Codec {
  private Codec() {}

  static void write(CallRecord call, Writing to) {
    Instant at = call.at();
    to.number(at.getEpochSecond()).number(at.getNano()).id(call.id());
    to.text(call.trace()).text(call.source()).text(call.operation());
    CallRecord.Who who = call.who();
    to.text(who.tenant()).text(who.consumer()).text(who.keyId()).text(who.endUser());
    CallRecord.What what = call.what();
    to.text(what.api()).text(what.route()).text(what.experiment());
    to.text(what.model()).text(what.provider()).text(what.upstreamKey());
    CallRecord.Outcome outcome = call.outcome();
    to.small(outcome.status()).text(outcome.error()).text(outcome.finish());
    to.flag(outcome.stream()).text(outcome.cache()).small(outcome.attempts());
    write(call.usage(), to);
    Money cost = call.cost();
    to.flag(cost != null);
    if (cost != null) to.number(cost.nano()).text(cost.currency());
    to.text(call.priceId());
    CallRecord.Extent extent = call.extent();
    to.number(extent.latencyMillis()).numberOrNull(extent.firstByteMillis());
    to.numberOrNull(extent.queueMillis());
    to.numberOrNull(extent.bytesIn()).numberOrNull(extent.bytesOut());
    to.text(call.bodyRef()).number(Double.doubleToRawLongBits(call.weight()));
  }

  private static void write(Usage usage, Writing to) {
    to.numberOrNull(usage.inUncached()).numberOrNull(usage.inCacheRead());
    to.numberOrNull(usage.inCacheWrite5m()).numberOrNull(usage.inCacheWrite1h());
    to.numberOrNull(usage.out()).numberOrNull(usage.reasoning());
    to.flag(usage.source() == Usage.Source.REPORTED);
  }

  static CallRecord readCall(Reading from) {
    return new CallRecord(
        Instant.ofEpochSecond(from.number(), from.number()),
        from.id(),
        from.textOrNull(),
        from.text(),
        from.text(),
        new CallRecord.Who(from.text(), from.textOrNull(), from.textOrNull(), from.textOrNull()),
        new CallRecord.What(
            from.textOrNull(),
            from.textOrNull(),
            from.textOrNull(),
            from.text(),
            from.textOrNull(),
            from.textOrNull()),
        new CallRecord.Outcome(
            from.small(),
            from.textOrNull(),
            from.textOrNull(),
            from.flag(),
            from.textOrNull(),
            from.small()),
        readUsage(from),
        from.flag() ? new Money(from.number(), from.text()) : null,
        from.textOrNull(),
        new CallRecord.Extent(
            (int) from.number(),
            from.intOrNull(),
            from.intOrNull(),
            from.intOrNull(),
            from.intOrNull()),
        from.textOrNull(),
        Double.longBitsToDouble(from.number()));
  }

  private static Usage readUsage(Reading from) {
    return new Usage(
        from.numberOrNull(),
        from.numberOrNull(),
        from.numberOrNull(),
        from.numberOrNull(),
        from.numberOrNull(),
        from.numberOrNull(),
        from.flag() ? Usage.Source.REPORTED : Usage.Source.ESTIMATED);
  }

  static void write(RollupBatch batch, Writing to) {
    to.id(batch.id()).number(batch.day().toEpochDay()).number(batch.deltas().size());
    for (RollupBatch.Delta delta : batch.deltas()) {
      to.number(delta.minute().getEpochSecond());
      write(delta.series(), to);
      for (Measure measure : Measure.values()) to.number(delta.sums().get(measure));
      write(delta.sums().latency(), to);
      write(delta.sums().firstByte(), to);
    }
  }

  private static void write(SeriesKey key, Writing to) {
    to.text(key.tenant()).text(key.consumer()).text(key.keyId()).text(key.route());
    to.text(key.experiment()).text(key.model()).text(key.provider());
    to.small(key.statusClass()).text(key.currency());
  }

  private static void write(LatencyHistogram histogram, Writing to) {
    short[] indices = histogram.indices();
    long[] counts = histogram.counts();
    to.small(indices.length);
    for (int i = 0; i < indices.length; i++) to.small(indices[i]).number(counts[i]);
  }

  static RollupBatch readBatch(Reading from) {
    UUID id = from.id();
    LocalDate day = LocalDate.ofEpochDay(from.number());
    long count = from.number();
    List<RollupBatch.Delta> deltas = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      Instant minute = Instant.ofEpochSecond(from.number());
      deltas.add(new RollupBatch.Delta(minute, readSeries(from), readSums(from)));
    }
    return new RollupBatch(id, day, deltas);
  }

  private static SeriesKey readSeries(Reading from) {
    return new SeriesKey(
        from.text(),
        from.textOrNull(),
        from.textOrNull(),
        from.textOrNull(),
        from.textOrNull(),
        from.text(),
        from.textOrNull(),
        from.small(),
        from.textOrNull());
  }

  private static Sums readSums(Reading from) {
    Sums sums = new Sums();
    for (Measure measure : Measure.values()) sums.add(measure, from.number());
    read(from, sums.latency());
    read(from, sums.firstByte());
    return sums;
  }

  private static void read(Reading from, LatencyHistogram into) {
    int buckets = from.small();
    for (int i = 0; i < buckets; i++) into.add(from.small(), from.number());
  }
}

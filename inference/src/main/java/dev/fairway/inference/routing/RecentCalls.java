package dev.fairway.inference.routing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// What one target did in the last minutes, five at most, to be read by people: two spans of two
/// and a half, the older one complete. Counting takes no lock.
final class RecentCalls {
  private static final long SPAN_NANOS = 150_000_000_000L;

  private final AtomicReference<Spans> spans;

  private record Spans(long start, Span running, Span complete) {
    Spans next(long now) {
      return new Spans(now, new Span(), now - start < 2 * SPAN_NANOS ? running : new Span());
    }
  }

  private static final class Span {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final LatencyBuckets latencies = new LatencyBuckets();
  }

  RecentCalls(long now) {
    spans = new AtomicReference<>(new Spans(now, new Span(), new Span()));
  }

  void answered(long tookNanos, long now) {
    Span span = current(now).running();
    span.calls.incrementAndGet();
    span.latencies.add(tookNanos);
  }

  void failed(long now) {
    Span span = current(now).running();
    span.calls.incrementAndGet();
    span.failures.incrementAndGet();
  }

  /// A call that neither gave an answer nor failed through the target's fault.
  void other(long now) {
    current(now).running().calls.incrementAndGet();
  }

  int calls(long now) {
    Spans both = current(now);
    return both.running().calls.get() + both.complete().calls.get();
  }

  int failures(long now) {
    Spans both = current(now);
    return both.running().failures.get() + both.complete().failures.get();
  }

  /// One count per bucket of [LatencyBuckets].
  long[] latencies(long now) {
    Spans both = current(now);
    long[] sums = LatencyBuckets.noSums();
    both.running().latencies.addTo(sums);
    both.complete().latencies.addTo(sums);
    return sums;
  }

  private Spans current(long now) {
    Spans before = spans.get();
    if (now - before.start() < SPAN_NANOS) {
      return before;
    }
    spans.compareAndSet(before, before.next(now));
    return spans.get();
  }
}

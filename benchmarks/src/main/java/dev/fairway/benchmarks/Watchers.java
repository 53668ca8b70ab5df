package dev.fairway.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/// Clients that watch one namespace, each on a connection and a thread of its own.
final class Watchers implements AutoCloseable {
  private static final int WRITERS = 4;
  private static final int PACED_WRITES_PER_SECOND = 50;

  private final ConfigMaps maps;
  private final List<Wire> wires = new ArrayList<>();
  private final ExecutorService threads;
  private long firstWritten;

  private Watchers(ConfigMaps maps, int count) {
    this.maps = maps;
    threads = Executors.newFixedThreadPool(count);
  }

  /// Watchers that have seen all there is now.
  static Watchers open(ConfigMaps maps, int count) throws Exception {
    Watchers watchers = new Watchers(maps, count);
    try {
      maps.deleteAll();
      watchers.firstWritten = maps.created().get();
      String version = watchers.createWritten();
      byte[] watch = maps.target().get(maps.path() + "?watch=true&resourceVersion=" + version);
      for (int i = 0; i < count; i++) {
        Wire wire = maps.target().connect();
        watchers.wires.add(wire);
        wire.open(watch);
      }
      return watchers;
    } catch (IOException e) {
      watchers.close();
      throw e;
    }
  }

  /// The objects that are written over, and the version of the namespace with them.
  private String createWritten() throws Exception {
    new Load(1).times(maps.target(), WRITERS, _ -> maps.creates());
    try (Wire wire = maps.target().connect()) {
      wire.exchange(maps.target().get(maps.path()), 200);
      return wire.text().replaceFirst("(?s).*?\"resourceVersion\":\"(\\d+)\".*", "$1");
    }
  }

  /// Events delivered per second, to all watchers together, while writers write as fast as they
  /// can.
  Sample throughput(Duration time) throws Exception {
    AtomicLong expected = new AtomicLong(Long.MAX_VALUE);
    List<Future<Long>> counts = watch(wire -> countTo(expected, wire));
    long start = System.nanoTime();
    AtomicLong written = new AtomicLong();
    new Load(WRITERS)
        .run(
            maps.target(),
            time,
            i -> {
              Load.Job update = maps.updates(ConfigMaps.name(firstWritten + i));
              return wire -> {
                update.once(wire);
                written.incrementAndGet();
              };
            });
    // The last write comes after the number is known, so that it wakes every watcher.
    expected.set(written.get() + 1);
    new Load(1).times(maps.target(), 1, _ -> maps.updates(ConfigMaps.name(firstWritten)));
    long events = 0;
    for (Future<Long> count : counts) events += count.get();
    return Sample.of(Load.perSecond(events, System.nanoTime() - start));
  }

  private static long countTo(AtomicLong expected, Wire wire) throws IOException {
    long seen = 0;
    while (seen < expected.get()) seen += nextLines(wire);
    return seen;
  }

  /// Milliseconds from sending a write to having its event, at a pace that leaves the server idle
  /// in between. The value is the median.
  Sample latency(Duration time) throws Exception {
    int writes = (int) (PACED_WRITES_PER_SECOND * time.toMillis() / 1000);
    AtomicLongArray sent = new AtomicLongArray(writes);
    List<Future<long[]>> latencies = watch(wire -> takeTimes(sent, wire));
    writeAtPace(sent);
    LongStream all = LongStream.empty();
    for (Future<long[]> some : latencies) {
      all = LongStream.concat(all, LongStream.of(some.get()));
    }
    Sample sample = Sample.of(0, all.toArray());
    return new Sample(sample.p50(), sample.p50(), sample.p99());
  }

  private void writeAtPace(AtomicLongArray sent) throws IOException {
    long interval = TimeUnit.SECONDS.toNanos(1) / PACED_WRITES_PER_SECOND;
    Load.Job update = maps.updates(ConfigMaps.name(firstWritten));
    try (Wire wire = maps.target().connect()) {
      long next = System.nanoTime();
      for (int i = 0; i < sent.length(); i++, next += interval) {
        while (System.nanoTime() < next) LockSupport.parkNanos(next - System.nanoTime());
        sent.set(i, System.nanoTime());
        update.once(wire);
      }
    }
  }

  private static long[] takeTimes(AtomicLongArray sent, Wire wire) throws IOException {
    long[] latencies = new long[sent.length()];
    int seen = 0;
    while (seen < latencies.length) {
      int lines = nextLines(wire);
      long now = System.nanoTime();
      for (int i = 0; i < lines; i++, seen++) latencies[seen] = now - sent.get(seen);
    }
    return latencies;
  }

  private interface Watch<T> {
    T on(Wire wire) throws IOException;
  }

  private <T> List<Future<T>> watch(Watch<T> watch) {
    return wires.stream().map(wire -> threads.submit((Callable<T>) () -> watch.on(wire))).toList();
  }

  /// How many events end in the next piece: each is a line.
  private static int nextLines(Wire wire) throws IOException {
    if (!wire.chunk()) {
      throw new EOFException("the server ended a watch");
    }
    int lines = 0;
    byte[] body = wire.body();
    for (int i = 0; i < wire.bodyLength(); i++) {
      if (body[i] == '\n') lines++;
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) wire.close();
    threads.shutdownNow();
  }
}

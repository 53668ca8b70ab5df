package dev.fairway.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// Requests as fast as the answers come, on so many connections, each with a thread of its own.
record Load(int connections) {

  /// What a connection does again and again.
  interface Job {
    void once(Wire wire) throws IOException;
  }

  /// Makes the job of one connection.
  interface Jobs {
    Job of(int connection);
  }

  /// For so long. Connections are made before.
  Sample run(Target target, Duration time, Jobs jobs) throws Exception {
    List<Wire> wires = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) wires.add(target.connect());
      long start = System.nanoTime();
      long end = start + time.toNanos();
      List<Callable<long[]>> tasks = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Wire wire = wires.get(i);
        Job job = jobs.of(i);
        tasks.add(() -> repeat(job, wire, end));
      }
      long[] latencies = join(threads.invokeAll(tasks));
      return Sample.of(perSecond(latencies.length, System.nanoTime() - start), latencies);
    } finally {
      for (Wire wire : wires) wire.close();
    }
  }

  /// So many times altogether, shared among the connections.
  void times(Target target, int count, Jobs jobs) throws Exception {
    List<Callable<long[]>> tasks = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int share = count / connections + (i < count % connections ? 1 : 0);
      Job job = jobs.of(i);
      tasks.add(() -> {
        try (Wire wire = target.connect()) {
          for (int n = 0; n < share; n++) job.once(wire);
        }
        return new long[0];
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      join(threads.invokeAll(tasks));
    }
  }

  static double perSecond(long count, long nanos) {
    return count * 1e9 / nanos;
  }

  private static long[] repeat(Job job, Wire wire, long end) throws IOException {
    long[] latencies = new long[4096];
    int count = 0;
    for (long now = System.nanoTime(); now < end; ) {
      job.once(wire);
      long done = System.nanoTime();
      if (count == latencies.length) latencies = Arrays.copyOf(latencies, 2 * count);
      latencies[count++] = done - now;
      now = done;
    }
    return Arrays.copyOf(latencies, count);
  }

  private static long[] join(List<Future<long[]>> futures) throws Exception {
    LongStream all = LongStream.empty();
    for (Future<long[]> future : futures) {
      try {
        all = LongStream.concat(all, Arrays.stream(future.get()));
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
    return all.toArray();
  }
}

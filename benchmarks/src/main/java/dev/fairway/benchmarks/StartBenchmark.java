package dev.fairway.benchmarks;

import dev.fairway.benchmarks.Row.Unit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// From starting the processes to a readiness that is answered, and the memory they then have.
final class StartBenchmark implements Benchmark {
  private static final Duration SETTLING = Duration.ofSeconds(2);

  @Override
  public List<Row> run(List<Contestant> contestants, Effort effort) {
    Row idle = Row.empty("RSS, idle", Unit.MEGABYTES);
    Row filled = Row.empty("RSS, %,d ConfigMaps".formatted(effort.objects()), Unit.MEGABYTES);
    Row start =
        Row.measure(
            "start to ready",
            Unit.SECONDS,
            contestants,
            effort.rounds(),
            (contestant, _) -> start(contestant, effort, idle, filled));
    return List.of(start, idle, filled);
  }

  private static Sample start(Contestant contestant, Effort effort, Row idle, Row filled)
      throws Exception {
    long begin = System.nanoTime();
    try (Server server = contestant.start()) {
      Target target = server.target();
      try (Wire wire = target.connect()) {
        wire.exchange(target.get("/readyz"), 200);
      }
      Sample ready = Sample.of((System.nanoTime() - begin) / 1e9);
      TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
      idle.add(contestant, Sample.of(server.residentMegabytes()));
      ConfigMaps.in(target, "filled").fill(effort.objects());
      TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
      filled.add(contestant, Sample.of(server.residentMegabytes()));
      return ready;
    }
  }
}

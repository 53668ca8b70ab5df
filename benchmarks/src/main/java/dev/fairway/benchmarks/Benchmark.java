package dev.fairway.benchmarks;

import java.util.List;

/// One benchmark: measures the contestants in turn.
interface Benchmark {
  List<Row> run(List<Contestant> contestants, Effort effort) throws Exception;
}

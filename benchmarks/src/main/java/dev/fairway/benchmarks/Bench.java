package dev.fairway.benchmarks;

import dev.fairway.testing.ReferenceBinaries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// `./fairway bench [NAME...] [--quick]`. Exit codes: 0 measured, 1 failed, 2 bad usage.
final class Bench {
  private static final Map<String, Benchmark> BENCHMARKS = benchmarks();
  private static final String DIALECTS = "dialects";

  private Bench() {}

  private static Map<String, Benchmark> benchmarks() {
    Map<String, Benchmark> all = new LinkedHashMap<>();
    all.put("start", new StartBenchmark());
    all.put("apiserver", new ApiServerBenchmark());
    all.put("operator", new OperatorBenchmark());
    return all;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> names = new ArrayList<>(List.of(arguments));
    if (names.contains("--help")) {
      System.out.println(usage());
      return;
    }
    Effort effort = names.remove("--quick") ? Effort.QUICK : Effort.FULL;
    TreeSet<String> unknown = new TreeSet<>(names);
    unknown.removeAll(names());
    if (!unknown.isEmpty()) {
      System.err.println("no such benchmark: " + String.join(", ", unknown) + "\n" + usage());
      System.exit(2);
    }
    run(names.isEmpty() ? names() : names, effort);
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(BENCHMARKS.keySet());
    names.add(DIALECTS);
    return names;
  }

  private static String usage() {
    return "usage: fairway bench [%s]... [--quick]".formatted(String.join("|", names()));
  }

  private static void run(List<String> names, Effort effort) throws Exception {
    List<Contestant> contestants = contestants();
    Machine machine = Machine.here();
    System.out.println(machine.line());
    Report report = new Report(machine, contestants, effort);
    for (Map.Entry<String, Benchmark> entry : BENCHMARKS.entrySet()) {
      if (names.contains(entry.getKey())) {
        report.add(entry.getKey(), entry.getValue().run(contestants, effort));
      }
    }
    if (names.contains(DIALECTS)) {
      List<DialectBenchmark.Figure> figures =
          DialectBenchmark.run(effort, results().resolveSibling("dialects.log"));
      report.add(
          DIALECTS,
          figures,
          List.of(DialectBenchmark.requests(figures), DialectBenchmark.answers(figures)));
    }
    System.out.println("written to " + report.write(results()));
  }

  private static Path results() {
    return Path.of(System.getProperty("fairway.home"), "benchmarks", "target", "results.json");
  }

  private static List<Contestant> contestants() {
    if (ReferenceBinaries.find().isPresent()) {
      return List.of(Contestant.values());
    }
    System.out.println("only Fairway is measured: " + ReferenceBinaries.HOW_TO_GET_THEM);
    return List.of(Contestant.DURABLE, Contestant.MEMORY);
  }
}

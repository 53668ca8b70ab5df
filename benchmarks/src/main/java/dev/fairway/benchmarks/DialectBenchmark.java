package dev.fairway.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Time and memory that the wire formats take, beside parsers that know nothing of them and the
/// official SDKs. JMH measures, in processes of its own.
final class DialectBenchmark {
  private static final Map<String, String> TITLES = titles();
  private static final List<Integer> SIZES = List.of(1024, 32 * 1024, 1024 * 1024);

  private DialectBenchmark() {}

  /// What one operation took.
  ///
  /// @param of request, answer or event
  /// @param bytes length of the conversation; 0 where it does not matter
  /// @param error half the width of the 99.9 % confidence interval, in microseconds
  /// @param allocated bytes
  record Figure(
      String of, String operation, int bytes, double micros, double error, double allocated) {
    double nanosPerByte() {
      return micros * 1000 / bytes;
    }
  }

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("openAiScan", "OpenAI to OpenAI, pass-through scan");
    titles.put("openAiToAnthropic", "OpenAI to Anthropic");
    titles.put("anthropicToOpenAi", "Anthropic to OpenAI");
    titles.put("openAiTree", "OpenAI, Jackson's tree");
    titles.put("openAiSdk", "OpenAI, openai-java");
    titles.put("anthropicTree", "Anthropic, Jackson's tree");
    titles.put("anthropicSdk", "Anthropic, anthropic-java");
    return titles;
  }

  /// @param log where JMH's own words go
  static List<Figure> run(Effort effort, Path log) throws RunnerException {
    Progress.say("dialects; JMH writes to " + log);
    return new Runner(options(effort, log)).run().stream().map(DialectBenchmark::figure).toList();
  }

  private static Options options(Effort effort, Path log) {
    boolean quick = effort.equals(Effort.QUICK);
    TimeValue round = TimeValue.milliseconds(quick ? 200 : 600);
    return new OptionsBuilder()
        .include("\\.(Request|Answer|Event)Translation\\.")
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.MICROSECONDS)
        .forks(1)
        .warmupIterations(quick ? 2 : 5)
        .warmupTime(round)
        .measurementIterations(quick ? 3 : 5)
        .measurementTime(round)
        .addProfiler(GCProfiler.class)
        .jvmArgs("-Xmx1g", "-XX:+UseSerialGC")
        .shouldFailOnError(true)
        .output(log.toString())
        .build();
  }

  private static Figure figure(RunResult result) {
    String[] name = result.getParams().getBenchmark().split("\\.");
    String bytes = result.getParams().getParam("bytes");
    return new Figure(
        name[name.length - 2].replace("Translation", "").toLowerCase(Locale.ROOT),
        name[name.length - 1],
        bytes == null ? 0 : Integer.parseInt(bytes),
        result.getPrimaryResult().getScore(),
        result.getPrimaryResult().getScoreError(),
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore());
  }

  /// Requests by the length of their conversation.
  static List<List<String>> requests(Collection<Figure> figures) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("a request", "1 KB", "32 KB", "1 MB", "allocated at 1 MB"));
    TITLES.forEach((operation, title) -> {
      List<String> line = new ArrayList<>(List.of(title));
      for (int size : SIZES) {
        Figure figure = find(figures, "request", operation, size);
        line.add(
            "%s us, %s ns/byte"
                .formatted(Report.number(figure.micros()), Report.number(figure.nanosPerByte())));
      }
      Figure largest = find(figures, "request", operation, SIZES.getLast());
      line.add(Report.number(largest.allocated() / largest.bytes()) + " bytes/byte");
      lines.add(line);
    });
    return lines;
  }

  /// Answers and events, whose length is always the same.
  static List<List<String>> answers(Collection<Figure> figures) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("an answer, an event", "answer", "allocated", "event", "allocated"));
    TITLES.forEach((operation, title) -> {
      if (operation.equals("openAiScan")) return;
      List<String> line = new ArrayList<>(List.of(title));
      for (String of : List.of("answer", "event")) {
        Figure figure = find(figures, of, operation, 0);
        line.add(Report.number(figure.micros()) + " us");
        line.add(Report.number(figure.allocated()) + " bytes");
      }
      lines.add(line);
    });
    return lines;
  }

  private static Figure find(Collection<Figure> figures, String of, String operation, int bytes) {
    return figures.stream()
        .filter(one -> one.of().equals(of) && one.operation().equals(operation))
        .filter(one -> one.bytes() == bytes)
        .findAny()
        .orElseThrow(() -> new IllegalStateException("not measured: " + of + " " + operation));
  }
}

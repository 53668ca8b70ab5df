package dev.fairway.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tables for people, and everything that was measured as JSON.
final class Report {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Machine machine;
  private final List<Contestant> contestants;
  private final Effort effort;
  private final Map<String, List<?>> benchmarks = new LinkedHashMap<>();

  Report(Machine machine, List<Contestant> contestants, Effort effort) {
    this.machine = machine;
    this.contestants = contestants;
    this.effort = effort;
  }

  /// Prints the table.
  void add(String name, List<Row> rows) {
    benchmarks.put(name, rows);
    List<List<String>> lines = new ArrayList<>();
    lines.add(head(name));
    rows.forEach(row -> lines.add(line(row)));
    System.out.println();
    print(lines);
    rows.forEach(this::printErrors);
  }

  /// Prints tables of figures that the contestants have no part in.
  ///
  /// @param tables lines of cells, the first of them headings
  void add(String name, List<?> figures, List<List<List<String>>> tables) {
    benchmarks.put(name, figures);
    for (List<List<String>> table : tables) {
      System.out.println();
      print(table);
    }
  }

  private List<String> head(String name) {
    List<String> head = new ArrayList<>(List.of(name));
    contestants.forEach(contestant -> head.add(contestant.title()));
    if (contestants.contains(Contestant.REAL)) {
      head.addAll(List.of("ratio fsync", "ratio memory"));
    }
    head.add("rounds");
    return head;
  }

  private List<String> line(Row row) {
    List<String> line = new ArrayList<>(List.of(row.name()));
    contestants.forEach(contestant -> line.add(cell(row, contestant)));
    if (contestants.contains(Contestant.REAL)) {
      line.add(ratio(row, Contestant.DURABLE));
      line.add(ratio(row, Contestant.MEMORY));
    }
    line.add(
        String.join(
            "/",
            contestants.stream()
                .map(c -> String.valueOf(row.rounds().getOrDefault(c, List.of()).size()))
                .distinct()
                .toList()));
    return line;
  }

  private static String cell(Row row, Contestant contestant) {
    return row.median(contestant)
        .map(sample -> number(sample.value()) + row.unit().sign() + latency(row, sample))
        .orElse("-");
  }

  private static String latency(Row row, Sample sample) {
    if (sample.p99() == 0) {
      return "";
    }
    return row.unit() == Row.Unit.PER_SECOND
        ? ", p50 %s p99 %s ms".formatted(number(sample.p50()), number(sample.p99()))
        : ", p99 " + number(sample.p99()) + " ms";
  }

  private static String ratio(Row row, Contestant contestant) {
    return row.ratio(contestant).map(ratio -> number(ratio) + "x").orElse("-");
  }

  /// Three digits tell enough.
  static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private static void print(List<List<String>> lines) {
    int columns = lines.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) widths[i] = Math.max(widths[i], line.get(i).length());
    }
    print(lines.getFirst(), widths);
    StringBuilder rule = new StringBuilder("|");
    for (int width : widths) rule.repeat('-', width + 2).append('|');
    System.out.println(rule);
    lines.stream().skip(1).forEach(line -> print(line, widths));
  }

  private static void print(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String cell = line.get(i);
      text.append(' ').append(cell).repeat(' ', widths[i] - cell.length() + 1).append('|');
    }
    System.out.println(text);
  }

  private void printErrors(Row row) {
    row.errors()
        .forEach((contestant, errors) ->
            errors.forEach(error ->
                System.out.printf(
                    "void round of %s, %s: %s%n", contestant.title(), row.name(), error)));
  }

  Path write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("effort", Map.of("rounds", effort.rounds(), "objects", effort.objects()));
    all.put("benchmarks", benchmarks);
    Files.createDirectories(file.getParent());
    Files.write(file, JSON.writeValueAsBytes(all));
    return file;
  }
}

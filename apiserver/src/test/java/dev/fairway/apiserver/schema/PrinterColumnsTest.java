package dev.fairway.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrinterColumnsTest {
  static List<Path> tables() {
    return Cases.folders("tables");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void printsWhatTheRealServerPrints(Path folder) {
    PrinterColumns columns = PrinterColumns.compile(Cases.objects(folder, "columns.yaml"));
    Map<String, Object> expected = Cases.object(folder, "table.yaml");
    Instant now = Instant.parse((String) expected.get("now"));

    // As text, because JSON writes a whole float without a fraction.
    assertThat(GoText.json(columns.cells(Cases.object(folder, "object.yaml"), now)))
        .isEqualTo(GoText.json(expected.get("cells")));
    List<Map<String, Object>> definitions = columns.definitions();
    definitions.getFirst().remove("description");
    assertThat(definitions).isEqualTo(expected.get("definitions"));
  }

  @Test
  void showsTheAgeWhereAVersionHasNoColumns() {
    PrinterColumns columns = PrinterColumns.compile(List.of());
    Map<String, Object> metadata =
        Map.of("name", "one", "creationTimestamp", "2026-01-01T00:00:00Z");

    assertThat(columns.definitions())
        .extracting(column -> column.get("name"))
        .containsExactly("Name", "Age");
    assertThat(columns.cells(Map.of("metadata", metadata), Instant.parse("2026-01-01T00:05:30Z")))
        .isEqualTo(List.of("one", "5m30s"));
  }
}

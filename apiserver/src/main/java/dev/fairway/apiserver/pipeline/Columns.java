package dev.fairway.apiserver.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// How objects of a kind are printed in a `Table`. Immutable; any thread.
public interface Columns {
  /// Name and creation time: what a kind without columns of its own shows.
  Columns PLAIN =
      new Listed(List.of(Column.NAME, Column.of("Created At", "date", Column::created)));

  /// `columnDefinitions` of the table.
  List<Map<String, Object>> definitions();

  /// The cells of one row, one per definition.
  List<@Nullable Object> cells(Map<String, Object> object, Instant now);

  /// One column.
  ///
  /// @param type string, integer, number, boolean or date
  /// @param priority 0 always, above it only with `-o wide`
  /// @param cell what to print of an object
  record Column(
      String name,
      String type,
      String format,
      String description,
      int priority,
      BiFunction<Map<String, Object>, Instant, @Nullable Object> cell) {
    static final Column NAME =
        new Column(
            "Name",
            "string",
            "name",
            "Name of the object, unique within its namespace.",
            0,
            (object, _) -> Trees.text(object, "metadata", "name"));
    static final Column AGE = of("Age", "string", Column::age);

    static Column of(
        String name, String type, BiFunction<Map<String, Object>, Instant, @Nullable Object> cell) {
      return new Column(name, type, "", name + " of the object.", 0, cell);
    }

    static Column wide(
        String name, String type, BiFunction<Map<String, Object>, Instant, @Nullable Object> cell) {
      return new Column(name, type, "", name + " of the object.", 1, cell);
    }

    Column onlyWide() {
      return new Column(name, type, format, description, 1, cell);
    }

    private static Object created(Map<String, Object> object, Instant now) {
      return Trees.text(object, "metadata", "creationTimestamp");
    }

    static Object age(Map<String, Object> object, Instant now) {
      return Ages.since(Trees.text(object, "metadata", "creationTimestamp"), now);
    }

    private Map<String, Object> definition() {
      Map<String, Object> definition = new LinkedHashMap<>();
      definition.put("name", name);
      definition.put("type", type);
      definition.put("format", format);
      definition.put("description", description);
      definition.put("priority", (long) priority);
      return definition;
    }
  }

  /// Columns written down one by one.
  record Listed(List<Column> columns) implements Columns {
    static Listed of(Column... columns) {
      return new Listed(List.of(columns));
    }

    @Override
    public List<Map<String, Object>> definitions() {
      return columns.stream().map(Column::definition).toList();
    }

    @Override
    public List<@Nullable Object> cells(Map<String, Object> object, Instant now) {
      List<@Nullable Object> cells = new ArrayList<>(columns.size());
      for (Column column : columns) {
        cells.add(column.cell().apply(object, now));
      }
      return cells;
    }
  }
}

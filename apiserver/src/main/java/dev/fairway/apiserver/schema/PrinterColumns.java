package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.jsonpath.JsonPath;
import dev.fairway.apiserver.jsonpath.JsonPathSyntax;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns of a custom resource in a `Table`: the name, then its own columns, or the age where
/// it has none (`apiextensions-apiserver/pkg/registry/customresource/tableconvertor`). Immutable;
/// any thread.
public final class PrinterColumns {
  private static final Column AGE =
      new Column(
          "Age",
          "date",
          "",
          "When the server created the object, in UTC.",
          0,
          JsonPath.parse(".metadata.creationTimestamp"));

  private record Column(
      String name, String type, String format, String description, long priority, JsonPath path) {
    private static Column read(Map<String, Object> column) {
      String path = Tree.text(column, "jsonPath");
      String description = Tree.text(column, "description");
      Long priority = Tree.whole(column, "priority");
      return new Column(
          Tree.text(column, "name"),
          Tree.text(column, "type"),
          Tree.text(column, "format"),
          description.isEmpty()
              ? "Custom resource definition column (in JSONPath format): " + path
              : description,
          priority == null ? 0 : priority,
          JsonPath.parse(path));
    }

    private Map<String, Object> definition() {
      return define(name, type, format, description, priority);
    }
  }

  private final List<Column> columns;

  private PrinterColumns(List<Column> columns) {
    this.columns = columns;
  }

  /// Compiles the `additionalPrinterColumns` of a version. A path that is no JSONPath ends the
  /// list: the columns before it are shown.
  public static PrinterColumns compile(List<Map<String, Object>> columns) {
    if (columns.isEmpty()) {
      return new PrinterColumns(List.of(AGE));
    }
    List<Column> compiled = new ArrayList<>();
    try {
      columns.forEach(column -> compiled.add(Column.read(column)));
    } catch (JsonPathSyntax _) {
      // As upstream: the CRD was accepted, so its objects must stay readable.
    }
    return new PrinterColumns(List.copyOf(compiled));
  }

  /// `columnDefinitions` of the table.
  public List<Map<String, Object>> definitions() {
    List<Map<String, Object>> definitions = new ArrayList<>();
    definitions.add(
        define("Name", "string", "name", "The object's name, unique where it lives.", 0));
    columns.forEach(column -> definitions.add(column.definition()));
    return definitions;
  }

  private static Map<String, Object> define(
      String name, String type, String format, String description, long priority) {
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("name", name);
    definition.put("type", type);
    definition.put("format", format);
    definition.put("description", description);
    definition.put("priority", priority);
    return definition;
  }

  /// The cells of one object, in the order of the definitions; null where there is nothing to show.
  ///
  /// @param now what ages are counted to
  public List<@Nullable Object> cells(Map<String, Object> object, Instant now) {
    List<@Nullable Object> cells = new ArrayList<>(columns.size() + 1);
    cells.add(Tree.text(Tree.object(object, "metadata"), "name"));
    for (Column column : columns) {
      List<@Nullable Object> found = column.path.find(object);
      cells.add(found.isEmpty() ? null : cell(column.type, found.getFirst(), now));
    }
    return cells;
  }

  private static @Nullable Object cell(String type, @Nullable Object value, Instant now) {
    return switch (type) {
      case "string" -> text(value);
      case "integer" -> value instanceof Number number ? (Long) number.longValue() : null;
      case "number" -> value instanceof Number number ? (Double) number.doubleValue() : null;
      case "boolean" -> value instanceof Boolean ? value : null;
      case "date" -> value instanceof String timestamp ? age(timestamp, now) : null;
      default -> null;
    };
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Double number -> GoText.number(number);
      case null -> "<no value>";
      case Map<?, ?> _, List<?> _ -> GoText.json(value);
      default -> value.toString();
    };
  }

  private static String age(String timestamp, Instant now) {
    if (timestamp.isEmpty() || timestamp.equals("null")) {
      return "<unknown>";
    }
    try {
      return HumanDuration.of(Duration.between(OffsetDateTime.parse(timestamp).toInstant(), now));
    } catch (DateTimeParseException _) {
      return "<invalid>";
    }
  }
}

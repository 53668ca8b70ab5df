package dev.fairway.crd;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks a default against its schema, as the API server does before it accepts a CRD: a default
/// must be valid and must survive pruning.
final class Values {
  private final Problems problems;

  Values(Problems problems) {
    this.problems = problems;
  }

  void check(String path, Map<String, Object> schema, @Nullable Object value) {
    if (value == null) {
      if (!Tree.isTrue(schema, "nullable")) problems.add(path, "null is not allowed");
      return;
    }
    if (!hasType(schema, value)) {
      problems.add(path, "is no " + expected(schema) + ": " + value);
      return;
    }
    List<Object> allowed = Tree.list(schema, "enum");
    if (!allowed.isEmpty() && !allowed.stream().anyMatch(a -> same(a, value)))
      problems.add(path, value + " is none of " + allowed);
    switch (value) {
      case String text -> text(path, schema, text);
      case Number number -> number(path, schema, new BigDecimal(number.toString()));
      case List<?> list -> list(path, schema, list);
      case Map<?, ?> _ -> object(path, schema, Tree.asMap(value));
      default -> {}
    }
  }

  private static boolean hasType(Map<String, Object> schema, Object value) {
    boolean whole =
        value instanceof Number n && new BigDecimal(n.toString()).stripTrailingZeros().scale() <= 0;
    if (Tree.isTrue(schema, "x-kubernetes-int-or-string")) return whole || value instanceof String;
    return switch (Tree.text(schema, "type")) {
      case "string" -> value instanceof String;
      case "integer" -> whole;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "array" -> value instanceof List<?>;
      case "object" -> value instanceof Map<?, ?>;
      default -> true;
    };
  }

  private static String expected(Map<String, Object> schema) {
    return Tree.isTrue(schema, "x-kubernetes-int-or-string")
        ? "integer or string"
        : Tree.text(schema, "type");
  }

  private static boolean same(Object a, Object b) {
    return (a instanceof Number && b instanceof Number)
        ? new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0
        : a.equals(b);
  }

  private void text(String path, Map<String, Object> schema, String text) {
    size(path, schema, "Length", text.codePointCount(0, text.length()));
    String pattern = Tree.text(schema, "pattern");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find())
      problems.add(path, text + " does not match " + pattern);
  }

  private void number(String path, Map<String, Object> schema, BigDecimal number) {
    bound(path, schema, "minimum", "exclusiveMinimum", number, 1);
    bound(path, schema, "maximum", "exclusiveMaximum", number, -1);
  }

  private void bound(
      String path,
      Map<String, Object> schema,
      String keyword,
      String exclusive,
      BigDecimal number,
      int side) {
    if (!schema.containsKey(keyword)) return;
    int distance =
        Integer.signum(number.compareTo(new BigDecimal(Tree.text(schema, keyword)))) * side;
    if (distance < 0 || (distance == 0 && Tree.isTrue(schema, exclusive)))
      problems.add(path, number + " is beyond the " + keyword + " " + schema.get(keyword));
  }

  private void list(String path, Map<String, Object> schema, List<?> list) {
    size(path, schema, "Items", list.size());
    for (int i = 0; i < list.size(); i++)
      check(path + "[" + i + "]", Tree.map(schema, "items"), list.get(i));
  }

  private void object(String path, Map<String, Object> schema, Map<String, Object> object) {
    size(path, schema, "Properties", object.size());
    var properties = Tree.map(schema, "properties");
    for (String name : Tree.strings(schema, "required"))
      if (!object.containsKey(name) && !Tree.map(properties, name).containsKey("default"))
        problems.add(path, "lacks the required field " + name);
    object.forEach((name, value) -> {
      if (properties.containsKey(name)) check(path + "." + name, Tree.map(properties, name), value);
      else if (schema.containsKey("additionalProperties"))
        check(path + "." + name, Tree.map(schema, "additionalProperties"), value);
      else if (!Tree.isTrue(schema, Keywords.PRESERVE))
        problems.add(path + "." + name, "is no field of the schema");
    });
  }

  private void size(String path, Map<String, Object> schema, String unit, int size) {
    if (schema.get("min" + unit) instanceof Number min && size < min.longValue())
      problems.add(path, "is shorter than min" + unit + " " + min);
    if (schema.get("max" + unit) instanceof Number max && size > max.longValue())
      problems.add(path, "is longer than max" + unit + " " + max);
  }
}

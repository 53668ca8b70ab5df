package dev.fairway.operator.inference;

import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// The part of JSON Schema that providers' structured output knows: type, enum, const, properties,
/// required, additionalProperties, items, bounds of numbers, lengths and lists, pattern, and
/// anyOf/oneOf/allOf. Other keywords are not looked at.
final class SchemaCheck {
  private SchemaCheck() {}

  /// What is wrong first, with its place below `where`; empty when the value meets the schema.
  static Optional<String> firstFault(Json schema, Json value, String where) {
    if (schema instanceof Json.Bool(boolean all)) {
      return all ? Optional.empty() : Optional.of(where + " is not allowed");
    }
    if (!(schema instanceof Json.Obj rules)) return Optional.empty();
    return rules.fields().entrySet().stream()
        .flatMap(rule -> faults(rule, rules, value, where))
        .findFirst();
  }

  private static Stream<String> faults(
      Map.Entry<String, Json> rule, Json.Obj rules, Json value, String where) {
    Json wanted = rule.getValue();
    return switch (rule.getKey()) {
      case "type" -> unless(isOfType(wanted, value), where + " must be of type " + wanted.text());
      case "enum" ->
          unless(
              branches(wanted).anyMatch(same(value)), where + " must be one of " + wanted.text());
      case "const" -> unless(same(value).test(wanted), where + " must be " + wanted.text());
      case "minimum" -> number(value, wanted, where, at -> at >= 0, "at least");
      case "maximum" -> number(value, wanted, where, at -> at <= 0, "at most");
      case "exclusiveMinimum" -> number(value, wanted, where, at -> at > 0, "more than");
      case "exclusiveMaximum" -> number(value, wanted, where, at -> at < 0, "less than");
      case "minLength" -> length(value, wanted, where, at -> at >= 0, "at least");
      case "maxLength" -> length(value, wanted, where, at -> at <= 0, "at most");
      case "minItems" -> count(value, wanted, where, at -> at >= 0, "at least");
      case "maxItems" -> count(value, wanted, where, at -> at <= 0, "at most");
      case "pattern" -> pattern(value, wanted, where);
      case "required" -> required(value, wanted, where);
      case "properties" -> properties(value, wanted, where);
      case "additionalProperties" -> additional(value, wanted, rules, where);
      case "items" -> items(value, wanted, where);
      case "allOf" -> branches(wanted).flatMap(one -> firstFault(one, value, where).stream());
      case "anyOf" -> unless(matching(wanted, value, where) > 0, where + " matches none of anyOf");
      case "oneOf" ->
          unless(matching(wanted, value, where) == 1, where + " must match exactly one of oneOf");
      default -> Stream.empty();
    };
  }

  private static Stream<String> unless(boolean met, String fault) {
    return met ? Stream.empty() : Stream.of(fault);
  }

  private static boolean isOfType(Json type, Json value) {
    return switch (type) {
      case Json.Str(var name) -> isOfType(name, value);
      case Json.Arr(var names) -> names.stream().anyMatch(name -> isOfType(name, value));
      default -> true;
    };
  }

  private static boolean isOfType(String type, Json value) {
    return switch (value) {
      case Json.Obj _ -> type.equals("object");
      case Json.Arr _ -> type.equals("array");
      case Json.Str _ -> type.equals("string");
      case Json.Bool _ -> type.equals("boolean");
      case Json.Null _ -> type.equals("null");
      case Json.Num(var number) ->
          type.equals("number")
              || (type.equals("integer") && number.stripTrailingZeros().scale() <= 0);
    };
  }

  /// Equal as JSON Schema means it: 1 and 1.0 are the same number.
  private static Predicate<Json> same(Json value) {
    return other ->
        (value instanceof Json.Num(var a) && other instanceof Json.Num(var b))
            ? a.compareTo(b) == 0
            : value.equals(other);
  }

  private static Stream<String> number(
      Json value, Json limit, String where, Predicate<Integer> fits, String words) {
    return (value instanceof Json.Num(var number) && limit instanceof Json.Num(var bound))
        ? unless(
            fits.test(number.compareTo(bound)),
            "%s must be %s %s".formatted(where, words, bound.toPlainString()))
        : Stream.empty();
  }

  private static Stream<String> length(
      Json value, Json limit, String where, Predicate<Integer> fits, String words) {
    return value instanceof Json.Str(var text)
        ? size(text.codePointCount(0, text.length()), limit, where, fits, words, "characters")
        : Stream.empty();
  }

  private static Stream<String> count(
      Json value, Json limit, String where, Predicate<Integer> fits, String words) {
    return value instanceof Json.Arr(var items)
        ? size(items.size(), limit, where, fits, words, "items")
        : Stream.empty();
  }

  private static Stream<String> size(
      int size, Json limit, String where, Predicate<Integer> fits, String words, String unit) {
    return limit instanceof Json.Num(var bound)
        ? unless(
            fits.test(BigDecimal.valueOf(size).compareTo(bound)),
            "%s must have %s %s %s".formatted(where, words, bound.toPlainString(), unit))
        : Stream.empty();
  }

  private static Stream<String> pattern(Json value, Json wanted, String where) {
    if (!(value instanceof Json.Str(var text)) || !(wanted instanceof Json.Str(var regex))) {
      return Stream.empty();
    }
    try {
      return unless(Pattern.compile(regex).matcher(text).find(), where + " must match " + regex);
    } catch (PatternSyntaxException _) {
      return Stream.of(where + " cannot be checked: the pattern " + regex + " is not valid");
    }
  }

  private static Stream<String> required(Json value, Json wanted, String where) {
    if (!(value instanceof Json.Obj object) || !(wanted instanceof Json.Arr(var names))) {
      return Stream.empty();
    }
    return names.stream()
        .filter(name -> name instanceof Json.Str(var text) && !object.fields().containsKey(text))
        .map(name -> where + " has no field " + ((Json.Str) name).value());
  }

  private static Stream<String> properties(Json value, Json wanted, String where) {
    if (!(value instanceof Json.Obj object) || !(wanted instanceof Json.Obj(var schemas))) {
      return Stream.empty();
    }
    return object.fields().entrySet().stream()
        .filter(field -> schemas.containsKey(field.getKey()))
        .flatMap(field ->
            firstFault(
                schemas.getOrDefault(field.getKey(), Json.object()),
                field.getValue(),
                where + "." + field.getKey())
                .stream());
  }

  private static Stream<String> additional(Json value, Json wanted, Json.Obj rules, String where) {
    if (!(value instanceof Json.Obj object)) return Stream.empty();
    Json.Obj known =
        rules.field("properties").orElse(Json.object()) instanceof Json.Obj properties
            ? properties
            : Json.object();
    return object.fields().entrySet().stream()
        .filter(field -> !known.fields().containsKey(field.getKey()))
        .flatMap(
            field -> firstFault(wanted, field.getValue(), where + "." + field.getKey()).stream());
  }

  private static Stream<String> items(Json value, Json wanted, String where) {
    if (!(value instanceof Json.Arr(List<Json> items))) return Stream.empty();
    return Stream.iterate(0, i -> i < items.size(), i -> i + 1)
        .flatMap(i -> firstFault(wanted, items.get(i), where + "[" + i + "]").stream());
  }

  private static Stream<Json> branches(Json wanted) {
    return wanted instanceof Json.Arr(var options) ? options.stream() : Stream.empty();
  }

  private static long matching(Json wanted, Json value, String where) {
    return branches(wanted).filter(one -> firstFault(one, value, where).isEmpty()).count();
  }
}

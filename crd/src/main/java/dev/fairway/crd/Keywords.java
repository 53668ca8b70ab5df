package dev.fairway.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.generator.annotation.ValidationRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes what annotations say into the schema of one value. An annotation that means nothing for
/// the type of the value is a mistake and reported as one.
final class Keywords {
  static final String LIST_TYPE = "x-kubernetes-list-type";
  static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private final String path;
  private final Map<String, Object> schema;
  private final Marks marks;
  private final Problems problems;

  private Keywords(String path, Map<String, Object> schema, Marks marks, Problems problems) {
    this.path = path;
    this.schema = schema;
    this.marks = marks;
    this.problems = problems;
  }

  /// Everything an annotation can say about a field, the item of a list or the value of a map.
  static void apply(String path, Map<String, Object> schema, Marks marks, Problems problems) {
    var keywords = new Keywords(path, schema, marks, problems);
    keywords.description();
    keywords.narrowing();
    keywords.numbers();
    keywords.sizes();
    keywords.strings();
    keywords.values();
    keywords.merging();
    keywords.rules();
    keywords.further();
    keywords.defaultValue();
  }

  private void description() {
    descriptionOf(marks).ifPresent(text -> schema.put("description", text));
  }

  static Optional<String> descriptionOf(Marks marks) {
    return marks
        .find(Description.class)
        .map(Description::value)
        .or(() -> marks.find(JsonPropertyDescription.class).map(JsonPropertyDescription::value));
  }

  private void narrowing() {
    marks.find(Nullable.class).ifPresent(_ -> schema.put("nullable", true));
    if (marks.has(PreserveUnknownFields.class)) schema.put(PRESERVE, true);
    marks
        .find(Type.class)
        .ifPresent(type -> {
          if (schema.containsKey("type") || !schema.containsKey(PRESERVE))
            problems.add(path, "@Type is for free JSON; the Java type already says what this is");
          else if (type.value().equals("array"))
            problems.add(path, "@Type(\"array\") leaves the items open; use a list of free JSON");
          else schema.put("type", type.value());
          if (!type.value().equals("object")) schema.remove(PRESERVE);
        });
  }

  private void numbers() {
    marks
        .find(Min.class)
        .ifPresent(min -> bound("minimum", "exclusiveMinimum", min.value(), min.inclusive()));
    marks
        .find(Max.class)
        .ifPresent(max -> bound("maximum", "exclusiveMaximum", max.value(), max.inclusive()));
  }

  private void bound(String keyword, String exclusive, double value, boolean inclusive) {
    switch (type()) {
      case "integer" -> {
        if (value != Math.rint(value)) problems.add(path, keyword + " of an integer is " + value);
        schema.put(keyword, (long) value);
      }
      case "number" -> schema.put(keyword, plain(value));
      default -> problems.add(path, "a " + keyword + " is for numbers, not for " + typeForPeople());
    }
    if (!inclusive) schema.put(exclusive, true);
  }

  private static Number plain(double value) {
    var decimal = BigDecimal.valueOf(value).stripTrailingZeros();
    return decimal.scale() <= 0 && Math.abs(value) < Long.MAX_VALUE
        ? (Number) decimal.longValue()
        : decimal;
  }

  private void sizes() {
    marks
        .find(Size.class)
        .ifPresent(size -> {
          String unit =
              switch (type()) {
                case "string" -> "Length";
                case "array" -> "Items";
                case "object" -> "Properties";
                default -> "";
              };
          if (unit.isEmpty())
            problems.add(
                path, "@Size is for strings, lists and objects, not for " + typeForPeople());
          if (size.min() > size.max())
            problems.add(path, "@Size has min " + size.min() + " above max " + size.max());
          if (size.min() > 0) schema.put("min" + unit, size.min());
          if (size.max() < Long.MAX_VALUE) schema.put("max" + unit, size.max());
        });
  }

  private void strings() {
    marks
        .find(Pattern.class)
        .ifPresent(pattern -> {
          if (!type().equals("string") && !isIntOrString())
            problems.add(path, "@Pattern is for strings, not for " + typeForPeople());
          Patterns.check(path, pattern.value(), problems);
          schema.put("pattern", pattern.value());
        });
    marks.find(Format.class).ifPresent(format -> schema.put("format", format.value()));
  }

  private void values() {
    marks
        .find(OneOf.class)
        .ifPresent(oneOf -> {
          List<Object> values = new ArrayList<>(Arrays.asList(oneOf.value()));
          Arrays.stream(oneOf.integers()).forEach(values::add);
          String wanted = oneOf.integers().length == 0 ? "string" : "integer";
          if (values.isEmpty()) problems.add(path, "@OneOf names no value");
          if (!type().equals(wanted) || (wanted.equals("integer") && oneOf.value().length > 0))
            problems.add(path, "@OneOf of " + wanted + "s does not fit " + typeForPeople());
          schema.put("enum", values);
        });
  }

  private void merging() {
    marks
        .find(ListType.class)
        .ifPresent(list -> {
          if (!type().equals("array"))
            problems.add(path, "@ListType is for lists, not for " + typeForPeople());
          if (!List.of("atomic", "set", "map").contains(list.value()))
            problems.add(path, "@ListType knows atomic, set and map, not " + list.value());
          schema.put(LIST_TYPE, list.value());
          if (!list.value().equals("map")) schema.remove("x-kubernetes-list-map-keys");
        });
    marks
        .find(MapType.class)
        .ifPresent(map -> {
          if (!type().equals("object"))
            problems.add(path, "@MapType is for maps and objects, not for " + typeForPeople());
          if (!List.of("atomic", "granular").contains(map.value()))
            problems.add(path, "@MapType knows atomic and granular, not " + map.value());
          schema.put("x-kubernetes-map-type", map.value());
        });
  }

  private void rules() {
    var rules = new ArrayList<>(Tree.list(schema, "x-kubernetes-validations"));
    marks.all(ValidationRule.class, ValidationRules.class, ValidationRules::value).stream()
        .map(this::rule)
        .forEach(rules::add);
    if (!rules.isEmpty()) schema.put("x-kubernetes-validations", rules);
  }

  private Map<String, Object> rule(ValidationRule rule) {
    var result = new LinkedHashMap<String, Object>();
    result.put("rule", rule.value());
    putIfSet(result, "message", rule.message());
    putIfSet(result, "messageExpression", rule.messageExpression());
    putIfSet(result, "reason", rule.reason());
    putIfSet(result, "fieldPath", rule.fieldPath());
    if (rule.optionalOldSelf()) result.put("optionalOldSelf", true);
    return result;
  }

  private static void putIfSet(Map<String, Object> map, String key, String value) {
    if (!value.isEmpty()) map.put(key, value);
  }

  private void further() {
    marks
        .find(Schema.class)
        .ifPresent(further -> {
          Object yaml = Yaml.read(further.value());
          if (!(yaml instanceof Map<?, ?>)) problems.add(path, "@Schema is no YAML object");
          schema.putAll(Tree.asMap(yaml));
        });
  }

  private void defaultValue() {
    Optional<String> text =
        marks
            .find(Default.class)
            .map(Default::value)
            .or(() ->
                marks
                    .find(JsonProperty.class)
                    .map(JsonProperty::defaultValue)
                    .filter(value -> !value.isEmpty()));
    text.ifPresent(this::putDefault);
  }

  // A string is taken as it is: the default "1" of a string is no number.
  private void putDefault(String text) {
    Object value = type().equals("string") ? text : Yaml.read(text);
    if (value == null) problems.add(path, "the default is empty");
    else schema.put("default", value);
  }

  private String type() {
    return Tree.text(schema, "type");
  }

  private boolean isIntOrString() {
    return Tree.isTrue(schema, "x-kubernetes-int-or-string");
  }

  private String typeForPeople() {
    if (isIntOrString()) return "an int-or-string";
    return type().isEmpty() ? "free JSON" : "the type " + type();
  }
}

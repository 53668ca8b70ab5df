package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.SchemaNode.ValueChecks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Checks a value against a schema, in the order and wording of `kube-openapi/pkg/validation`.
///
/// On an update the old value walks along: where new and old are equal, errors are forgiven
/// (ratcheting). [#UNRELATED] stands for "no old value to compare with".
final class Validation {
  static final Object UNRELATED = new Object();

  @SuppressWarnings("ReferenceEquality") // A marker is itself only.
  static boolean isRelated(@Nullable Object old) {
    return old != UNRELATED;
  }

  private final String base;

  /// @param base the path before every field, empty for a whole object; texts do not repeat it
  private Validation(String base) {
    this.base = base;
  }

  /// Checks `value`; errors name fields below `base`.
  static List<FieldError> validate(
      String base, @Nullable Object value, @Nullable Object old, SchemaNode schema) {
    return new Validation(base).check(schema, value, old, FieldPath.ROOT).errors();
  }

  private Findings check(
      SchemaNode schema, @Nullable Object value, @Nullable Object old, FieldPath path) {
    Findings findings = evaluate(schema, value, old, path);
    if (!findings.valid() && isRelated(old) && Objects.equals(value, old)) {
      findings.forgive();
    }
    return findings;
  }

  private Findings evaluate(
      SchemaNode schema, @Nullable Object value, @Nullable Object old, FieldPath path) {
    Findings findings = new Findings();
    checkType(schema, value, path, findings);
    if (value == null) {
      checkAllowed(schema.checks(), null, path, findings);
      return findings;
    }
    checkBranches(schema.checks(), value, old, path, findings);
    switch (value) {
      case String text -> checkText(schema.checks(), text, path, findings);
      case Number number -> new NumberChecks(field(path), path, findings).check(schema, number);
      case List<?> list -> checkList(schema, list, old, path, findings);
      default -> {}
    }
    checkAllowed(schema.checks(), value, path, findings);
    if (value instanceof Map<?, ?> map) {
      checkObject(schema, Json.object(map), old, path, findings);
    }
    findings.countMatch();
    return findings;
  }

  private void checkType(
      SchemaNode schema, @Nullable Object value, FieldPath path, Findings findings) {
    boolean either = schema.extensions().intOrString();
    String type = either ? "integer,string" : schema.type();
    Format format = schema.checks().format();
    if (type.isEmpty() && (format == null || value == null)) {
      return;
    }
    if (value == null) {
      if (!schema.nullable()) {
        wrongType(path, type, "null", findings);
      }
      return;
    }
    String found = typeOf(value);
    boolean wholeFloat =
        value instanceof Double number && isWhole(number) && accepts(type, "integer");
    boolean fits =
        accepts(type, found) || wholeFloat || (found.equals("integer") && accepts(type, "number"));
    boolean sequence = value instanceof String || value instanceof List;
    boolean numeric = accepts(type, "number") || accepts(type, "integer");
    if (!sequence && format != null && !fits) {
      wrongType(path, format.name(), goFormat(value), findings);
    } else if (!fits && (numeric || format == null || !sequence)) {
      wrongType(path, type, found, findings);
    } else {
      findings.countMatch();
    }
  }

  private void wrongType(FieldPath path, String expected, String found, Findings findings) {
    String detail =
        path.text() + " in body must be of type " + expected + ": " + GoText.quote(found);
    findings.add(FieldError.typeInvalid(field(path), found, detail));
  }

  private static boolean accepts(String types, String type) {
    return types.equals(type)
        || (types.length() > type.length() && (types.startsWith(type) || types.endsWith(type)));
  }

  private static String typeOf(Object value) {
    return switch (value) {
      case Boolean _ -> "boolean";
      case String _ -> "string";
      case Long _, Integer _ -> "integer";
      case Number _ -> "number";
      case List<?> _ -> "array";
      default -> "object";
    };
  }

  /// The format upstream infers from the Go type of a decoded value.
  private static String goFormat(Object value) {
    return switch (typeOf(value)) {
      case "integer" -> "int64";
      case "number" -> "float64";
      default -> "";
    };
  }

  private static boolean isWhole(double number) {
    return Math.abs(number) <= 9007199254740991.0 && number == Math.rint(number);
  }

  private void checkBranches(
      ValueChecks checks, Object value, @Nullable Object old, FieldPath path, Findings findings) {
    if (!checks.anyOf().isEmpty()) {
      checkAnyOf(checks.anyOf(), value, old, path, findings);
    }
    if (!checks.oneOf().isEmpty()) {
      checkOneOf(checks.oneOf(), value, old, path, findings);
    }
    if (!checks.allOf().isEmpty()) {
      checkAllOf(checks.allOf(), value, old, path, findings);
    }
    SchemaNode not = checks.not();
    if (not != null && evaluate(not, value, old, path).valid()) {
      compound(path, "must not validate the schema (not)", findings);
    }
    findings.countMatch();
  }

  private void checkAnyOf(
      List<SchemaNode> branches,
      Object value,
      @Nullable Object old,
      FieldPath path,
      Findings findings) {
    Findings best = null;
    for (SchemaNode branch : branches) {
      Findings result = evaluate(branch, value, old, path);
      if (result.valid()) {
        findings.merge(result);
        return;
      }
      if (best == null || result.matches() > best.matches()) {
        best = result;
      }
    }
    compound(path, "must validate at least one schema (anyOf)", findings);
    if (best != null) {
      findings.merge(best);
    }
  }

  private void checkOneOf(
      List<SchemaNode> branches,
      Object value,
      @Nullable Object old,
      FieldPath path,
      Findings findings) {
    Findings first = null;
    Findings best = null;
    int valid = 0;
    for (SchemaNode branch : branches) {
      Findings result = evaluate(branch, value, old, path);
      if (result.valid()) {
        valid++;
        first = first == null ? result : first;
      } else if (best == null || result.matches() > best.matches()) {
        best = result;
      }
    }
    if (valid == 1 && first != null) {
      findings.merge(first);
      return;
    }
    String outcome = valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives";
    compound(path, "must validate one and only one schema (oneOf). " + outcome, findings);
    if (valid == 0 && best != null) {
      findings.merge(best);
    }
  }

  private void checkAllOf(
      List<SchemaNode> branches,
      Object value,
      @Nullable Object old,
      FieldPath path,
      Findings findings) {
    int valid = 0;
    for (SchemaNode branch : branches) {
      Findings result = evaluate(branch, value, old, path);
      valid += result.valid() ? 1 : 0;
      findings.merge(result);
    }
    if (valid < branches.size()) {
      String outcome = valid == 0 ? ". None validated" : "";
      compound(path, "must validate all the schemas (allOf)" + outcome, findings);
    }
  }

  /// Errors about combined schemas carry the path in their text only; upstream has no field for
  /// them.
  private void compound(FieldPath path, String detail, Findings findings) {
    String field = base.isEmpty() ? FieldPath.ROOT.toString() : base;
    findings.add(FieldError.invalid(field, "", GoText.quote(path.text()) + " " + detail));
  }

  private void checkText(ValueChecks checks, String text, FieldPath path, Findings findings) {
    Long max = checks.maxLength();
    Long min = checks.minLength();
    Format format = checks.format();
    if (max != null && length(text) > max) {
      findings.add(FieldError.tooLong(field(path), max));
    } else if (min != null && length(text) < min) {
      wrong(path, text, "should be at least " + min + " chars long", findings);
    } else if (checks.pattern() != null && !checks.pattern().matcher(text).find()) {
      wrong(path, text, "should match '" + checks.pattern().pattern() + "'", findings);
    }
    if (format != null && !format.matches().test(text)) {
      String expected = "must be of type " + format.name() + ": " + GoText.quote(text);
      findings.add(FieldError.typeInvalid(field(path), text, path.text() + " in body " + expected));
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private void checkList(
      SchemaNode schema, List<?> list, @Nullable Object old, FieldPath path, Findings findings) {
    SchemaNode items = schema.items();
    if (items != null) {
      Correlation olds = Correlation.of(schema, old);
      for (int i = 0; i < list.size(); i++) {
        findings.merge(check(items, list.get(i), olds.partner(list.get(i)), path.index(i)));
      }
    }
    ValueChecks checks = schema.checks();
    long size = list.size();
    if (checks.minItems() != null && size < checks.minItems()) {
      wrong(path, size, "should have at least " + checks.minItems() + " items", findings);
    }
    if (checks.maxItems() != null && size > checks.maxItems()) {
      findings.add(FieldError.tooMany(field(path), size, checks.maxItems()));
    }
    if (checks.uniqueItems() && new HashSet<>(list).size() < size) {
      wrong(path, "", "shouldn't contain duplicates", findings);
    }
    findings.countMatch();
  }

  private void checkAllowed(
      ValueChecks checks, @Nullable Object value, FieldPath path, Findings findings) {
    if (checks.allowed().isEmpty()) {
      return;
    }
    for (Object allowed : checks.allowed()) {
      if (value != null && same(value, allowed)) {
        return;
      }
    }
    List<String> texts = new ArrayList<>();
    checks
        .allowed()
        .forEach(
            allowed -> texts.add(allowed instanceof String text ? text : GoText.json(allowed)));
    findings.add(FieldError.notSupported(field(path), value, texts));
  }

  /// Upstream converts the value to the type of the allowed one first, which drops a fraction.
  private static boolean same(Object value, @Nullable Object allowed) {
    if (value instanceof Number number && allowed instanceof Number expected) {
      return expected instanceof Long
          ? number.longValue() == expected.longValue()
          : number.doubleValue() == expected.doubleValue();
    }
    return value.equals(allowed);
  }

  private void checkObject(
      SchemaNode schema,
      Map<String, Object> object,
      @Nullable Object old,
      FieldPath path,
      Findings findings) {
    ValueChecks checks = schema.checks();
    long size = object.size();
    if (checks.minProperties() != null && size < checks.minProperties()) {
      wrong(path, size, "should have at least " + checks.minProperties() + " properties", findings);
    }
    if (checks.maxProperties() != null && size > checks.maxProperties()) {
      findings.add(FieldError.tooMany(field(path), size, checks.maxProperties()));
    }
    checkFreeKeys(schema, object, old, path, findings);
    schema
        .properties()
        .forEach((name, property) -> {
          if (object.containsKey(name)) {
            Object partner = partner(old, name, path);
            findings.merge(check(property, object.get(name), partner, path.child(name)));
          }
        });
    for (String name : checks.required()) {
      if (!object.containsKey(name)) {
        findings.add(FieldError.required(field(path.child(name)), ""));
      }
    }
  }

  private void checkFreeKeys(
      SchemaNode schema,
      Map<String, Object> object,
      @Nullable Object old,
      FieldPath path,
      Findings findings) {
    SchemaNode additional = schema.additional();
    if (additional == null && !schema.closed()) {
      return;
    }
    object.forEach((key, value) -> {
      if (schema.properties().containsKey(key)) {
        return;
      }
      if (additional == null) {
        String detail = path.text() + "." + key + " in body is a forbidden property";
        findings.add(FieldError.invalid(field(path), key, detail));
      } else {
        findings.merge(check(additional, value, partner(old, key, path), path.dottedKey(key)));
      }
    });
  }

  /// The old value of a field. The version and kind are never compared: both objects were converted
  /// to the same one.
  private static @Nullable Object partner(@Nullable Object old, String name, FieldPath path) {
    boolean type = path == FieldPath.ROOT && (name.equals("apiVersion") || name.equals("kind"));
    return !type && old instanceof Map<?, ?> map && map.containsKey(name)
        ? map.get(name)
        : UNRELATED;
  }

  private void wrong(FieldPath path, Object value, String detail, Findings findings) {
    findings.add(FieldError.invalid(field(path), value, path.text() + " in body " + detail));
  }

  private String field(FieldPath path) {
    String below = path.text();
    String trimmed = below.startsWith(".") ? below.substring(1) : below;
    if (trimmed.isEmpty()) {
      return base.isEmpty() ? path.toString() : base;
    }
    return base.isEmpty() ? trimmed : base + "." + trimmed;
  }
}

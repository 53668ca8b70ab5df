package dev.fairway.apiserver.schema;

import com.google.re2j.Pattern;
import dev.fairway.apiserver.schema.MergeType.ListKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One node of an OpenAPI v3 schema in the form the hot paths want: typed, patterns compiled, list
/// types resolved. Immutable.
///
/// @param type empty where the schema gives none
/// @param defaultValue null where there is none; a default is never null itself
/// @param additional the schema of free keys
/// @param freeKeys `additionalProperties` is there: a schema or a boolean
/// @param closed `additionalProperties: false`
record SchemaNode(
    String type,
    boolean nullable,
    @Nullable Object defaultValue,
    Map<String, SchemaNode> properties,
    @Nullable SchemaNode items,
    @Nullable SchemaNode additional,
    boolean freeKeys,
    boolean closed,
    Extensions extensions,
    ValueChecks checks,
    List<Rule> rules) {

  /// The `x-kubernetes-` fields that shape data.
  record Extensions(
      boolean preserveUnknown,
      boolean embedded,
      boolean intOrString,
      ListKind listKind,
      List<String> listKeys,
      boolean atomicMap) {
    private static Extensions read(Map<String, Object> schema) {
      return new Extensions(
          Tree.flag(schema, "x-kubernetes-preserve-unknown-fields"),
          Tree.flag(schema, "x-kubernetes-embedded-resource"),
          Tree.flag(schema, "x-kubernetes-int-or-string"),
          switch (Tree.text(schema, "x-kubernetes-list-type")) {
            case "set" -> ListKind.SET;
            case "map" -> ListKind.MAP;
            default -> ListKind.ATOMIC;
          },
          Tree.texts(schema, "x-kubernetes-list-map-keys"),
          "atomic".equals(schema.get("x-kubernetes-map-type")));
    }
  }

  /// What narrows a value without shaping it.
  record ValueChecks(
      @Nullable Format format,
      @Nullable Double maximum,
      boolean exclusiveMaximum,
      @Nullable Double minimum,
      boolean exclusiveMinimum,
      @Nullable Double multipleOf,
      @Nullable Long maxLength,
      @Nullable Long minLength,
      @Nullable Pattern pattern,
      @Nullable Long maxItems,
      @Nullable Long minItems,
      boolean uniqueItems,
      @Nullable Long maxProperties,
      @Nullable Long minProperties,
      List<?> allowed,
      List<String> required,
      List<SchemaNode> allOf,
      List<SchemaNode> anyOf,
      List<SchemaNode> oneOf,
      @Nullable SchemaNode not) {
    private static ValueChecks read(Map<String, Object> schema) {
      Map<String, Object> not = Tree.objectOrNull(schema, "not");
      String pattern = Tree.text(schema, "pattern");
      return new ValueChecks(
          Format.find(Tree.text(schema, "type"), Tree.text(schema, "format")),
          Tree.decimal(schema, "maximum"),
          Tree.flag(schema, "exclusiveMaximum"),
          Tree.decimal(schema, "minimum"),
          Tree.flag(schema, "exclusiveMinimum"),
          Tree.decimal(schema, "multipleOf"),
          Tree.whole(schema, "maxLength"),
          Tree.whole(schema, "minLength"),
          pattern.isEmpty() ? null : Pattern.compile(pattern),
          Tree.whole(schema, "maxItems"),
          Tree.whole(schema, "minItems"),
          Tree.flag(schema, "uniqueItems"),
          Tree.whole(schema, "maxProperties"),
          Tree.whole(schema, "minProperties"),
          Tree.list(schema, "enum"),
          Tree.texts(schema, "required"),
          readAll(schema, "allOf"),
          readAll(schema, "anyOf"),
          readAll(schema, "oneOf"),
          not == null ? null : SchemaNode.read(not));
    }

    private static List<SchemaNode> readAll(Map<String, Object> schema, String key) {
      return Tree.objects(schema, key).stream().map(SchemaNode::read).toList();
    }
  }

  /// One entry of `x-kubernetes-validations`.
  record Rule(
      String rule,
      String message,
      String messageExpression,
      String reason,
      String fieldPath,
      @Nullable Boolean optionalOldSelf) {
    static Rule read(Map<String, Object> rule) {
      return new Rule(
          Tree.text(rule, "rule"),
          Tree.text(rule, "message"),
          Tree.text(rule, "messageExpression"),
          Tree.text(rule, "reason"),
          Tree.text(rule, "fieldPath"),
          rule.get("optionalOldSelf") instanceof Boolean flag ? flag : null);
    }
  }

  /// Reads a schema whose patterns compile; everything else odd reads as absent.
  static SchemaNode read(Map<String, Object> schema) {
    Map<String, SchemaNode> properties = new LinkedHashMap<>();
    Tree.objectsByName(schema, "properties")
        .forEach((name, property) -> properties.put(name, read(property)));
    Map<String, Object> items = Tree.objectOrNull(schema, "items");
    Map<String, Object> additional = Tree.objectOrNull(schema, "additionalProperties");
    return new SchemaNode(
        Tree.text(schema, "type"),
        Tree.flag(schema, "nullable"),
        schema.get("default"),
        properties,
        items == null ? null : read(items),
        additional == null ? null : read(additional),
        schema.get("additionalProperties") != null,
        Boolean.FALSE.equals(schema.get("additionalProperties")),
        Extensions.read(schema),
        ValueChecks.read(schema),
        Tree.objects(schema, "x-kubernetes-validations").stream().map(Rule::read).toList());
  }

  /// The schema of a field: its own, or that of free keys.
  @Nullable SchemaNode field(String name) {
    SchemaNode property = properties.get(name);
    return property == null ? additional : property;
  }

  /// The same node as the root of a resource.
  SchemaNode asResource() {
    return extensions.embedded
        ? this
        : withExtensions(
            new Extensions(
                extensions.preserveUnknown,
                true,
                extensions.intOrString,
                extensions.listKind,
                extensions.listKeys,
                extensions.atomicMap));
  }

  private SchemaNode withExtensions(Extensions changed) {
    return new SchemaNode(
        type,
        nullable,
        defaultValue,
        properties,
        items,
        additional,
        freeKeys,
        closed,
        changed,
        checks,
        rules);
  }
}

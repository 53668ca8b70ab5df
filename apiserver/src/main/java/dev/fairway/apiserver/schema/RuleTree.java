package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.cel.CelRule;
import dev.fairway.apiserver.cel.CelRules;
import dev.fairway.apiserver.cel.DeclType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The compiled rules of a schema and of everything below it; parts without rules are not there.
/// Immutable.
record RuleTree(
    SchemaNode schema,
    List<Compiled> rules,
    Map<String, RuleTree> properties,
    @Nullable RuleTree additional,
    @Nullable RuleTree items) {

  /// @param path what `fieldPath` adds to the path of errors, as text; empty for nothing
  record Compiled(SchemaNode.Rule source, CelRule program, String path) {}

  /// Compiles all rules; null when there are none, and then the CEL library is not touched.
  static @Nullable RuleTree compile(SchemaNode schema, boolean resource) {
    Map<String, RuleTree> properties = new LinkedHashMap<>();
    schema
        .properties()
        .forEach((name, property) -> {
          RuleTree tree = compile(property, property.extensions().embedded());
          if (tree != null) {
            properties.put(name, tree);
          }
        });
    RuleTree additional = below(schema.additional());
    RuleTree items = below(schema.items());
    List<Compiled> rules = schema.rules().isEmpty() ? List.of() : own(schema, resource);
    boolean empty = rules.isEmpty() && properties.isEmpty() && additional == null && items == null;
    return empty ? null : new RuleTree(schema, rules, properties, additional, items);
  }

  private static @Nullable RuleTree below(@Nullable SchemaNode schema) {
    return schema == null ? null : compile(schema, schema.extensions().embedded());
  }

  private static List<Compiled> own(SchemaNode schema, boolean resource) {
    DeclType type = CelTypes.of(schema, resource);
    if (type == null) {
      return List.of();
    }
    CelRules rules = CelRules.about(type);
    List<Compiled> compiled = new ArrayList<>();
    for (SchemaNode.Rule rule : schema.rules()) {
      boolean optional = Boolean.TRUE.equals(rule.optionalOldSelf());
      CelRule program = rules.compile(rule.rule(), rule.messageExpression(), optional);
      if (program.problem().isEmpty()) {
        compiled.add(new Compiled(rule, program, normalized(rule.fieldPath(), schema)));
      }
    }
    return List.copyOf(compiled);
  }

  /// A field path as errors print it, with a leading separator.
  private static String normalized(String fieldPath, SchemaNode schema) {
    StringBuilder out = new StringBuilder();
    SchemaNode at = schema;
    for (String name : SchemaFieldPath.names(fieldPath, true)) {
      boolean named = at == null || at.additional() == null;
      out.append(named ? "." + name : "[" + name + "]");
      at = at == null ? null : at.field(name);
    }
    return out.toString();
  }
}

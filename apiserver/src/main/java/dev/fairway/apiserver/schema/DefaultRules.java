package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Defaults must survive their own schema: nothing in them is pruned, and they are valid
/// (`apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go`).
final class DefaultRules {
  private final List<FieldError> errors = new ArrayList<>();

  private DefaultRules() {}

  static List<FieldError> validate(SchemaNode root, FieldPath path) {
    DefaultRules rules = new DefaultRules();
    rules.check(root, path);
    return rules.errors;
  }

  private void check(SchemaNode schema, FieldPath path) {
    if (schema.defaultValue() != null) {
      checkDefault(schema.defaultValue(), schema, path.child("default"));
    }
    // Defaults of free keys are forbidden only in metadata, and upstream does not look at them.
    if (schema.items() != null) {
      check(schema.items(), path.child("items"));
    }
    schema
        .properties()
        .forEach((name, property) -> check(property, path.child("properties").key(name)));
  }

  private void checkDefault(Object value, SchemaNode schema, FieldPath path) {
    @Nullable Object pruned = Json.copyValue(value);
    Pruning.pruneValue(pruned, schema);
    if (!value.equals(pruned)) {
      errors.add(FieldError.invalid(path.text(), value, "must not have unknown fields"));
    }
    List<FieldError> problems = EmbeddedResources.validate(value, schema, path);
    if (problems.isEmpty()) {
      problems = Validation.validate(path.text(), value, Validation.UNRELATED, schema);
    }
    RuleTree rules = RuleTree.compile(schema, schema.extensions().embedded());
    if (problems.isEmpty() && rules != null) {
      problems = RuleChecks.validate(rules, value, Validation.UNRELATED, path);
    }
    errors.addAll(problems);
  }
}

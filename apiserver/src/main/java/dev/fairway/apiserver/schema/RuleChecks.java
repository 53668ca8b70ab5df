package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.cel.Verdict;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.RuleTree.Compiled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs the rules of a schema on an object, outermost first
/// (`apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go`). One instance checks one
/// object: it keeps what is left of the budget.
final class RuleChecks {
  /// What all rules on one object may cost together.
  private static final long MAX_COST_PER_OBJECT = 10_000_000;

  private static final String OVER_BUDGET =
      "validation failed due to running out of cost budget, no further validation rules will be run";

  /// Ends the walk: one error was added, and no rule runs any more.
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("out of budget", null, false, false);
    }
  }

  private final List<FieldError> errors = new ArrayList<>();
  private long budget = MAX_COST_PER_OBJECT;

  private RuleChecks() {}

  /// @param old the object before the update, or [Validation#UNRELATED]
  static List<FieldError> validate(
      RuleTree tree, @Nullable Object value, Object old, FieldPath path) {
    RuleChecks checks = new RuleChecks();
    try {
      checks.check(tree, value, old, path, false);
    } catch (Exhausted _) {
      // The last error says so.
    }
    return checks.errors;
  }

  /// @param unchanged a part above is equal to what it was
  private void check(
      RuleTree tree,
      @Nullable Object value,
      @Nullable Object old,
      FieldPath path,
      boolean unchanged) {
    if (value == null) {
      return;
    }
    boolean same = unchanged || (Validation.isRelated(old) && Objects.equals(value, old));
    for (Compiled rule : tree.rules()) {
      run(rule, tree.schema(), value, old, path, same);
    }
    if (value instanceof List<?> list && tree.items() != null) {
      Correlation olds = Correlation.of(tree.schema(), old);
      for (int i = 0; i < list.size(); i++) {
        check(tree.items(), list.get(i), olds.partner(list.get(i)), path.index(i), same);
      }
    } else if (value instanceof Map<?, ?> map) {
      Json.object(map).forEach((name, child) -> checkField(tree, name, child, old, path, same));
    }
  }

  private void checkField(
      RuleTree tree,
      String name,
      @Nullable Object value,
      @Nullable Object old,
      FieldPath path,
      boolean same) {
    Object partner =
        old instanceof Map<?, ?> map && map.containsKey(name)
            ? map.get(name)
            : Validation.UNRELATED;
    RuleTree property = tree.properties().get(name);
    if (property != null) {
      check(property, value, partner, path.child(name), same);
    } else if (tree.additional() != null && !tree.schema().properties().containsKey(name)) {
      check(tree.additional(), value, partner, path.key(name), same);
    }
  }

  private void run(
      Compiled rule,
      SchemaNode schema,
      Object value,
      @Nullable Object old,
      FieldPath path,
      boolean same) {
    Object oldValue = Validation.isRelated(old) ? old : null;
    boolean usesOld = rule.program().usesOldSelf();
    boolean optional = Boolean.TRUE.equals(rule.source().optionalOldSelf());
    if (usesOld && oldValue == null && !optional) {
      return;
    }
    Verdict verdict = rule.program().evaluate(value, oldValue);
    charge(verdict.cost(), schema, path);
    switch (verdict) {
      case Verdict.Holds _ -> {}
      case Verdict.Violated violated -> {
        if (usesOld || !same) {
          errors.add(violation(rule, violated.message(), schema, value, path));
        }
      }
      case Verdict.Broken broken ->
          errors.add(FieldError.invalid(path.toString(), schema.type(), broken(rule, broken)));
      case Verdict.TooCostly _ -> {
        String detail =
            "'operation cancelled: actual cost limit exceeded': no further validation rules will be run"
                + " due to call cost exceeds limit for rule: "
                + label(rule.source());
        errors.add(FieldError.invalid(path.toString(), schema.type(), detail));
        throw new Exhausted();
      }
    }
  }

  private void charge(long cost, SchemaNode schema, FieldPath path) {
    budget -= cost;
    if (budget < 0) {
      errors.add(FieldError.invalid(path.toString(), schema.type(), OVER_BUDGET));
      throw new Exhausted();
    }
  }

  private static FieldError violation(
      Compiled rule, @Nullable String message, SchemaNode schema, Object value, FieldPath path) {
    SchemaNode.Rule source = rule.source();
    String own = source.message().isEmpty() ? "failed rule: " + label(source) : label(source);
    String detail = message == null ? own : message;
    String field = rule.path().isEmpty() ? path.toString() : field(path.text() + rule.path());
    boolean compound = schema.type().equals("object") || schema.type().equals("array");
    Object shown = compound ? FieldError.OMITTED : value;
    return switch (source.reason()) {
      case "FieldValueForbidden" -> FieldError.forbidden(field, detail);
      case "FieldValueRequired" -> FieldError.required(field, detail);
      case "FieldValueDuplicate" -> FieldError.duplicate(field, shown);
      default -> FieldError.invalid(field, shown, detail);
    };
  }

  private static String field(String text) {
    return text.startsWith(".") ? text.substring(1) : text;
  }

  private static String broken(Compiled rule, Verdict.Broken verdict) {
    return verdict.problem().equals("no such overload")
        ? "'no such overload': call arguments did not match a supported operator, function or macro"
            + " signature for rule: "
            + label(rule.source())
        : verdict.problem() + " evaluating rule: " + label(rule.source());
  }

  /// What names a rule in errors.
  private static String label(SchemaNode.Rule rule) {
    return rule.message().isEmpty() ? rule.rule().strip() : rule.message().strip();
  }
}

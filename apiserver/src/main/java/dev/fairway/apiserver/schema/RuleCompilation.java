package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.cel.CelRule;
import dev.fairway.apiserver.cel.CelRules;
import dev.fairway.apiserver.cel.DeclType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refuses rules of a CustomResourceDefinition that do not compile.
final class RuleCompilation {
  private RuleCompilation() {}

  /// @param uncorrelatable the part above that cannot be followed over an update; null for none
  static List<FieldError> check(
      Map<String, Object> schema,
      FieldPath path,
      boolean resource,
      @Nullable FieldPath uncorrelatable) {
    List<FieldError> errors = new ArrayList<>();
    FieldPath rulesPath = path.child("x-kubernetes-validations");
    DeclType type = CelTypes.of(SchemaNode.read(schema), resource);
    if (type == null) {
      String detail =
          "internal error: failed to retrieve type information for x-kubernetes-validations";
      String field = rulesPath.text();
      return List.of(new FieldError(FieldError.Reason.INTERNAL, field, "", detail));
    }
    CelRules rules = CelRules.about(type);
    List<Map<String, Object>> sources = Tree.objects(schema, "x-kubernetes-validations");
    for (int i = 0; i < sources.size(); i++) {
      Map<String, Object> source = sources.get(i);
      boolean optional = Tree.flag(source, "optionalOldSelf");
      CelRule rule =
          rules.compile(
              Tree.text(source, "rule"), Tree.text(source, "messageExpression"), optional);
      report(rule, source, rulesPath.index(i), uncorrelatable, errors);
    }
    return errors;
  }

  private static void report(
      CelRule rule,
      Map<String, Object> source,
      FieldPath path,
      @Nullable FieldPath uncorrelatable,
      List<FieldError> errors) {
    String ruleField = path.child("rule").text();
    GoStruct shown = GoStruct.rule(source);
    rule.problem().ifPresent(text -> errors.add(FieldError.invalid(ruleField, shown, text)));
    String messageField = path.child("messageExpression").text();
    rule.messageProblem()
        .ifPresent(text -> errors.add(FieldError.invalid(messageField, shown, text)));
    if (rule.usesOldSelf() && uncorrelatable != null) {
      String detail =
          "oldSelf cannot be used on the uncorrelatable portion of the schema within "
              + uncorrelatable;
      errors.add(FieldError.invalid(ruleField, source.get("rule"), detail));
    } else if (!rule.usesOldSelf()
        && rule.problem().isEmpty()
        && source.get("optionalOldSelf") != null) {
      String detail = "may not be set if oldSelf is not used in rule";
      String field = path.child("optionalOldSelf").text();
      errors.add(FieldError.invalid(field, source.get("optionalOldSelf"), detail));
    }
  }
}

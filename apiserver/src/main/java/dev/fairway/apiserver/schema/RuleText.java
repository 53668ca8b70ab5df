package dev.fairway.apiserver.schema;

import java.util.List;
import java.util.Map;

/// The form of one entry of `x-kubernetes-validations`; its expressions are compiled elsewhere.
final class RuleText {
  private static final List<String> REASONS =
      List.of(
          "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

  private RuleText() {}

  static void validate(
      Map<String, Object> rule,
      Map<String, Object> schema,
      FieldPath path,
      List<FieldError> errors) {
    message(rule, path, errors);
    String expression = Tree.text(rule, "messageExpression");
    if (!expression.isEmpty() && expression.isBlank()) {
      String detail = "messageExpression must be non-empty if specified";
      errors.add(FieldError.required(path.child("messageExpression").text(), detail));
    }
    String reason = Tree.textOrNull(rule, "reason");
    if (reason != null && !REASONS.contains(reason)) {
      errors.add(FieldError.notSupported(path.child("reason").text(), reason, REASONS));
    }
    fieldPath(Tree.text(rule, "fieldPath"), schema, path.child("fieldPath").text(), errors);
  }

  private static void message(Map<String, Object> rule, FieldPath path, List<FieldError> errors) {
    String text = Tree.text(rule, "rule").strip();
    String message = Tree.text(rule, "message");
    String messageField = path.child("message").text();
    if (text.isEmpty()) {
      errors.add(FieldError.required(path.child("rule").text(), "rule is not specified"));
    } else if (!message.isEmpty() && message.isBlank()) {
      errors.add(FieldError.invalid(messageField, message, "must be non-empty if specified"));
    } else if (hasLineBreak(message.strip())) {
      errors.add(FieldError.invalid(messageField, message, "must not contain line breaks"));
    } else if (hasLineBreak(text) && message.isBlank()) {
      String detail = "message must be specified if rule contains line breaks";
      errors.add(FieldError.required(messageField, detail));
    }
  }

  private static void fieldPath(
      String text, Map<String, Object> schema, String field, List<FieldError> errors) {
    if (text.isEmpty()) {
      return;
    }
    if (text.isBlank()) {
      errors.add(FieldError.invalid(field, text, "must be non-empty if specified"));
    }
    if (hasLineBreak(text)) {
      errors.add(FieldError.invalid(field, text, "must not contain line breaks"));
    }
    try {
      SchemaFieldPath.resolve(text, schema, true);
    } catch (SchemaFieldPath.Unknown _) {
      errors.add(FieldError.invalid(field, text, "must be a valid path"));
    }
  }

  private static boolean hasLineBreak(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }
}

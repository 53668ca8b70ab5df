package dev.fairway.apiserver.schema;

import org.jspecify.annotations.Nullable;

/// One thing wrong with one field, with the reasons and wording of Kubernetes
/// (`apimachinery/pkg/util/validation/field/errors.go`).
///
/// @param field the path, such as `spec.ports[0].port`
/// @param badValue what was found; shown for the reasons that show a value
/// @param detail what was expected; may be empty
public record FieldError(Reason reason, String field, @Nullable Object badValue, String detail) {
  /// Why; `cause` is the text of `details.causes[].reason`, `text` begins the message.
  public enum Reason {
    NOT_FOUND("FieldValueNotFound", "Not found"),
    REQUIRED("FieldValueRequired", "Required value"),
    DUPLICATE("FieldValueDuplicate", "Duplicate value"),
    INVALID("FieldValueInvalid", "Invalid value"),
    NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value"),
    FORBIDDEN("FieldValueForbidden", "Forbidden"),
    TOO_LONG("FieldValueTooLong", "Too long"),
    TOO_MANY("FieldValueTooMany", "Too many"),
    TYPE_INVALID("FieldValueTypeInvalid", "Invalid value"),
    INTERNAL("InternalError", "Internal error");

    private final String cause;
    private final String text;

    Reason(String cause, String text) {
      this.cause = cause;
      this.text = text;
    }

    public String cause() {
      return cause;
    }

    public String text() {
      return text;
    }
  }
}

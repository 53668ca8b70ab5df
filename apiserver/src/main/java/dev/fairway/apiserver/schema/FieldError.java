package dev.fairway.apiserver.schema;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thing wrong with one field, with the reasons and wording of Kubernetes
/// (`apimachinery/pkg/util/validation/field/errors.go`).
///
/// @param field the path, such as `spec.ports[0].port`
/// @param badValue what was found; shown for the reasons that show a value
/// @param detail what was expected; may be empty
public record FieldError(Reason reason, String field, @Nullable Object badValue, String detail) {
  /// A bad value that is too large or too plain to show.
  public static final Object OMITTED = Omitted.VALUE;

  private enum Omitted {
    VALUE
  }

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

    private boolean showsValue() {
      return switch (this) {
        case REQUIRED, FORBIDDEN, TOO_LONG, INTERNAL -> false;
        default -> true;
      };
    }
  }

  public static FieldError required(String field, String detail) {
    return new FieldError(Reason.REQUIRED, field, "", detail);
  }

  public static FieldError invalid(String field, @Nullable Object value, String detail) {
    return new FieldError(Reason.INVALID, field, value, detail);
  }

  public static FieldError typeInvalid(String field, @Nullable Object value, String detail) {
    return new FieldError(Reason.TYPE_INVALID, field, value, detail);
  }

  public static FieldError duplicate(String field, @Nullable Object value) {
    return new FieldError(Reason.DUPLICATE, field, value, "");
  }

  public static FieldError forbidden(String field, String detail) {
    return new FieldError(Reason.FORBIDDEN, field, "", detail);
  }

  public static FieldError notSupported(
      String field, @Nullable Object value, List<String> supported) {
    String detail =
        supported.isEmpty()
            ? ""
            : supported.stream()
                .map(GoText::quote)
                .collect(Collectors.joining(", ", "supported values: ", ""));
    return new FieldError(Reason.NOT_SUPPORTED, field, value, detail);
  }

  public static FieldError tooLong(String field, long maxBytes) {
    String unit = maxBytes == 1 ? " byte" : " bytes";
    return new FieldError(
        Reason.TOO_LONG, field, OMITTED, "may not be more than " + maxBytes + unit);
  }

  public static FieldError tooMany(String field, long actual, long max) {
    String unit = max == 1 ? " item" : " items";
    return new FieldError(Reason.TOO_MANY, field, actual, "must have at most " + max + unit);
  }

  /// The text without the field: what `details.causes[].message` holds.
  public String body() {
    StringBuilder text = new StringBuilder(reason.text());
    if (reason.showsValue() && !OMITTED.equals(badValue)) {
      text.append(": ").append(GoText.value(badValue));
    }
    if (!detail.isEmpty()) {
      text.append(": ").append(detail);
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return field + ": " + body();
  }

  /// All errors as one text, as it ends the message of a 422: repeated ones once, several in
  /// brackets.
  public static String summary(List<FieldError> errors) {
    SequencedSet<String> texts = new LinkedHashSet<>();
    errors.forEach(error -> texts.add(error.toString()));
    return texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
  }

  /// The errors as `details.causes` of a `Status`.
  public static List<Map<String, Object>> causes(List<FieldError> errors) {
    return errors.stream().map(FieldError::cause).toList();
  }

  private Map<String, Object> cause() {
    Map<String, Object> cause = new LinkedHashMap<>();
    cause.put("reason", reason.cause());
    cause.put("message", body());
    cause.put("field", field);
    return cause;
  }
}

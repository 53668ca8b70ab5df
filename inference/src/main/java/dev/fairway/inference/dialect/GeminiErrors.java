package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Error answers, in Google's form: `error` with `code`, `message`, `status` and details of known
/// types.
final class GeminiErrors {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private GeminiErrors() {}

  static ModelFailure read(int status, @Nullable Duration retryAfter, byte[] body) {
    try {
      return read(status, retryAfter, Json.parse(body));
    } catch (JsonSyntax | WrongField _) {
      return new ErrorClass(status, retryAfter, "", "", null).failure();
    }
  }

  /// An error inside a stream, which says its status itself.
  static ModelFailure readEvent(Json body) {
    return error(body).fields().get("code") instanceof Json.Num(var code) && isErrorStatus(code)
        ? read(code.intValue(), null, body)
        : read(500, null, body);
  }

  private static boolean isErrorStatus(BigDecimal code) {
    return code.compareTo(BigDecimal.valueOf(400)) >= 0
        && code.compareTo(BigDecimal.valueOf(600)) < 0;
  }

  private static ModelFailure read(int status, @Nullable Duration retryAfter, Json body) {
    Fields error = Fields.of(error(body));
    List<Fields> details = details(error);
    String message = word(error, "message");
    boolean badKey =
        message.contains("API key not valid")
            || details.stream().anyMatch(detail -> word(detail, "reason").contains("API_KEY"));
    return new ErrorClass(
            badKey && status < 500 ? 401 : status,
            retryAfter == null ? wait(details) : retryAfter,
            word(error, "status"),
            message,
            field(details))
        .failure();
  }

  /// A stream that was not asked for as events fails with an array of one error.
  private static Json.Obj error(Json body) {
    Json whole = body instanceof Json.Arr(var items) && !items.isEmpty() ? items.getFirst() : body;
    return whole instanceof Json.Obj object && object.fields().get("error") instanceof Json.Obj e
        ? e
        : Json.object();
  }

  private static List<Fields> details(Fields error) {
    return error.value("details") instanceof Json.Arr(var items)
        ? items.stream().filter(Json.Obj.class::isInstance).map(Fields::of).toList()
        : List.of();
  }

  private static String word(Fields fields, String name) {
    return fields.value(name) instanceof Json.Str(var text) ? text : "";
  }

  private static @Nullable String field(List<Fields> details) {
    return details.stream()
        .filter(detail -> detail.value("fieldViolations") instanceof Json.Arr)
        .flatMap(detail -> detail.items("fieldViolations").stream())
        .filter(Json.Obj.class::isInstance)
        .map(violation -> word(Fields.of(violation), "field"))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse(null);
  }

  /// `retryDelay` of a RetryInfo, such as `37.5s`.
  private static @Nullable Duration wait(List<Fields> details) {
    return details.stream()
        .map(detail -> word(detail, "retryDelay"))
        .filter(delay -> delay.matches("\\d{1,9}(\\.\\d{1,9})?s"))
        .map(delay -> new BigDecimal(delay.substring(0, delay.length() - 1)))
        .map(seconds -> Duration.ofNanos(seconds.movePointRight(9).longValue()))
        .filter(wait -> wait.compareTo(LONGEST_WAIT) <= 0)
        .findFirst()
        .orElse(null);
  }

  static Dialect.WireError write(ModelFailure failure) {
    return switch (failure) {
      case ModelFailure.Throttled _ -> error(failure, 503, "UNAVAILABLE");
      case ModelFailure.Unavailable _,
          ModelFailure.Malformed _,
          ModelFailure.Unauthorized _,
          ModelFailure.CreditSpent _ ->
          error(failure, 502, "INTERNAL");
      case ModelFailure.TimedOut _ -> error(failure, 504, "DEADLINE_EXCEEDED");
      case ModelFailure.Refused _,
          ModelFailure.BadRequest _,
          ModelFailure.UnsupportedParameter _,
          ModelFailure.ContextTooLong _ ->
          error(failure, 400, "INVALID_ARGUMENT");
      case ModelFailure.UnknownModel _ -> error(failure, 404, "NOT_FOUND");
      case ModelFailure.Cancelled _ -> error(failure, 499, "CANCELLED");
    };
  }

  private static Dialect.WireError error(ModelFailure failure, int code, String status) {
    Body error =
        new Body().put("code", code).put("message", failure.message()).put("status", status);
    return new Dialect.WireError(code, new Body().put("error", error).json().utf8());
  }
}

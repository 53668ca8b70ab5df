package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Error answers of the messages format.
final class AnthropicErrors {
  private AnthropicErrors() {}

  static ModelFailure read(int status, @Nullable Duration retryAfter, byte[] body) {
    try {
      return read(status, retryAfter, Json.parse(body));
    } catch (JsonSyntax | WrongField _) {
      return new ErrorClass(status, retryAfter, "", "", null).failure();
    }
  }

  /// An error event, whose status is told by its type.
  static ModelFailure readEvent(Json body) {
    return read(status(type(body)), null, body);
  }

  private static ModelFailure read(int status, @Nullable Duration retryAfter, Json body) {
    Json error = body instanceof Json.Obj object ? object.fields().get("error") : null;
    if (!(error instanceof Json.Obj)) {
      return new ErrorClass(status, retryAfter, "", "", null).failure();
    }
    Fields fields = Fields.of(error);
    String message = fields.value("message") instanceof Json.Str(var text) ? text : "";
    String type = type(body);
    int effective = type.equals("overloaded_error") ? 529 : status;
    return new ErrorClass(effective, retryAfter, type, message, null).failure();
  }

  private static String type(Json body) {
    return body instanceof Json.Obj object
            && object.fields().get("error") instanceof Json.Obj error
            && error.fields().get("type") instanceof Json.Str(var type)
        ? type
        : "";
  }

  private static int status(String type) {
    return switch (type) {
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "billing_error" -> 402;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "conflict_error" -> 409;
      case "rate_limit_error" -> 429;
      case "timeout_error" -> 504;
      case "overloaded_error" -> 529;
      default -> 500;
    };
  }

  static Dialect.WireError write(ModelFailure failure) {
    return switch (failure) {
      case ModelFailure.Throttled _ -> error(failure, 529, "overloaded_error");
      case ModelFailure.Unavailable _,
          ModelFailure.Malformed _,
          ModelFailure.Unauthorized _,
          ModelFailure.CreditSpent _ ->
          error(failure, 502, "api_error");
      case ModelFailure.TimedOut _ -> error(failure, 504, "timeout_error");
      case ModelFailure.Refused _,
          ModelFailure.BadRequest _,
          ModelFailure.UnsupportedParameter _,
          ModelFailure.ContextTooLong _ ->
          error(failure, 400, "invalid_request_error");
      case ModelFailure.UnknownModel _ -> error(failure, 404, "not_found_error");
      case ModelFailure.Cancelled _ -> error(failure, 499, "api_error");
    };
  }

  private static Dialect.WireError error(ModelFailure failure, int status, String type) {
    Body body =
        new Body()
            .put("type", "error")
            .put("error", new Body().put("type", type).put("message", failure.message()))
            .putNull("request_id");
    return new Dialect.WireError(status, body.json().utf8());
  }
}

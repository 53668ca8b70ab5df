package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Error answers of chat completions.
final class OpenAiErrors {
  private OpenAiErrors() {}

  static ModelFailure read(int status, @Nullable Duration retryAfter, byte[] body) {
    try {
      return read(status, retryAfter, Json.parse(body));
    } catch (JsonSyntax | WrongField _) {
      return new ErrorClass(status, retryAfter, "", "", null).failure();
    }
  }

  /// An error inside a stream, which has no status of its own.
  static ModelFailure read(Json body) {
    Json error = body instanceof Json.Obj object ? object.fields().get("error") : null;
    String type =
        error instanceof Json.Obj object && object.fields().get("type") instanceof Json.Str(var t)
            ? t
            : "";
    int status =
        switch (type) {
          case "rate_limit_error", "rate_limit_exceeded", "tokens", "requests" -> 429;
          case "insufficient_quota" -> 402;
          case "authentication_error", "permission_error" -> 401;
          case "invalid_request_error" -> 400;
          default -> 500;
        };
    return read(status, null, body);
  }

  private static ModelFailure read(int status, @Nullable Duration retryAfter, Json body) {
    Json error = body instanceof Json.Obj object ? object.fields().get("error") : null;
    if (error instanceof Json.Str(var message)) {
      return new ErrorClass(status, retryAfter, "", message, null).failure();
    }
    Fields fields = Fields.of(error instanceof Json.Obj ? error : body);
    String code = word(fields.value("code"));
    return new ErrorClass(
            status,
            retryAfter,
            code.isEmpty() ? word(fields.value("type")) : code,
            word(fields.value("message")),
            fields.value("param") instanceof Json.Str(var param) ? param : null)
        .failure();
  }

  private static String word(@Nullable Json value) {
    return value instanceof Json.Str(var text) ? text : "";
  }

  static Dialect.WireError write(ModelFailure failure) {
    return switch (failure) {
      case ModelFailure.Throttled _ -> error(failure, 503, "server_error", null, "overloaded");
      case ModelFailure.Unavailable _, ModelFailure.Malformed _ ->
          error(failure, 502, "server_error", null, "upstream_error");
      case ModelFailure.TimedOut _ -> error(failure, 504, "server_error", null, "timeout");
      case ModelFailure.Refused _ ->
          error(failure, 400, "invalid_request_error", null, "content_filter");
      case ModelFailure.BadRequest(_, var parameter, var code) ->
          error(failure, 400, "invalid_request_error", parameter, code);
      case ModelFailure.UnknownModel _ ->
          error(failure, 404, "invalid_request_error", "model", "model_not_found");
      case ModelFailure.UnsupportedParameter(_, var parameter) ->
          error(failure, 400, "invalid_request_error", parameter, "unsupported_parameter");
      case ModelFailure.ContextTooLong _ ->
          error(failure, 400, "invalid_request_error", "messages", "context_length_exceeded");
      case ModelFailure.Unauthorized _ ->
          error(failure, 502, "server_error", null, "upstream_auth");
      case ModelFailure.CreditSpent _ ->
          error(failure, 502, "server_error", null, "upstream_credit");
      case ModelFailure.Cancelled _ -> error(failure, 499, "server_error", null, "cancelled");
    };
  }

  private static Dialect.WireError error(
      ModelFailure failure,
      int status,
      String type,
      @Nullable String parameter,
      @Nullable String code) {
    Json.Obj error =
        new Body()
            .put("message", failure.message())
            .put("type", type)
            .json()
            .with("param", Json.of(parameter))
            .with("code", Json.of(code));
    return new Dialect.WireError(status, Json.object("error", error).utf8());
  }
}

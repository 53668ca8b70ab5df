package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.dialect.OpenAiShape.Difference;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Error answers of chat completions.
final class OpenAiErrors {
  private OpenAiErrors() {}

  static ModelFailure read(int status, @Nullable Duration retryAfter, byte[] body) {
    try {
      return read(status, retryAfter, Json.parse(body));
    } catch (JsonSyntax _) {
      return new ErrorClass(status, retryAfter, "", "", null).failure();
    }
  }

  /// An error inside a stream, which has no status of its own.
  static ModelFailure read(Json body) {
    return read(status(error(body)), null, body);
  }

  private static int status(Json.Obj error) {
    if (error.fields().get("code") instanceof Json.Num(var code)
        && code.intValue() >= 400
        && code.intValue() < 600) {
      return code.intValue(); // some servers put the status there
    }
    if (word(error, "code").equals("content_filter")) {
      return 400;
    }
    return switch (word(error, "type")) {
      case "rate_limit_error", "rate_limit_exceeded", "tokens", "requests" -> 429;
      case "insufficient_quota" -> 402;
      case "authentication_error", "permission_error" -> 401;
      case "invalid_request_error" -> 400;
      default -> 500;
    };
  }

  private static ModelFailure read(int status, @Nullable Duration retryAfter, Json body) {
    Json.Obj error = error(body);
    String code = word(error, "code");
    String parameter = word(error, "param");
    return new ErrorClass(
            status,
            retryAfter,
            code.isEmpty() ? word(error, "type") : code,
            message(error),
            parameter.isEmpty() ? null : parameter)
        .failure();
  }

  /// What the error says of itself: most put it under `error`, Mistral in the body itself.
  private static Json.Obj error(Json body) {
    Json error = body instanceof Json.Obj object ? object.fields().get("error") : null;
    return switch (error) {
      case Json.Obj object -> object;
      case Json.Str message -> Json.object("message", message);
      case null, default -> body instanceof Json.Obj object ? object : Json.object();
    };
  }

  private static String message(Json.Obj error) {
    String message = word(error, "message");
    if (!message.isEmpty()) {
      return message;
    }
    Json.Obj holder = error.fields().get("message") instanceof Json.Obj inner ? inner : error;
    return holder.fields().get("detail") instanceof Json.Arr(var details)
        ? details.stream().map(OpenAiErrors::detail).collect(Collectors.joining("; "))
        : word(holder, "detail");
  }

  /// One complaint of a server that checks bodies with Pydantic: where, and what.
  private static String detail(Json detail) {
    if (!(detail instanceof Json.Obj named)) {
      return "";
    }
    String where =
        named.fields().get("loc") instanceof Json.Arr(var steps)
            ? steps.stream()
                .map(step -> step instanceof Json.Str(var name) ? name : step.text())
                .filter(step -> !step.equals("body"))
                .collect(Collectors.joining("."))
            : "";
    return where + ": " + word(named, "msg");
  }

  private static String word(Json.Obj object, String name) {
    return object.fields().get(name) instanceof Json.Str(var text) ? text : "";
  }

  static Dialect.WireError write(OpenAiShape shape, ModelFailure failure) {
    Told told = told(failure);
    Json.Obj body =
        shape.has(Difference.FLAT_ERRORS) ? flat(told.error()) : Json.object("error", told.error());
    return new Dialect.WireError(told.status(), body.utf8());
  }

  private static Json.Obj flat(Json.Obj error) {
    Json.Obj flat = Json.object("object", new Json.Str("error"));
    for (Map.Entry<String, Json> field : error.fields().entrySet()) {
      flat = flat.with(field.getKey(), field.getValue());
    }
    return flat;
  }

  private record Told(int status, Json.Obj error) {}

  private static Told told(ModelFailure failure) {
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

  private static Told error(
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
    return new Told(status, error);
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Error answers, and exceptions in the middle of a stream. AWS names the kind of an error in a
/// header; the status tells nearly as much, and some answers name it in the body too.
final class BedrockErrors {
  private BedrockErrors() {}

  static ModelFailure read(int status, @Nullable Duration retryAfter, byte[] body) {
    Json.Obj error = object(body);
    return failure(status, retryAfter, kind(word(error, "__type")), message(error));
  }

  /// @param type such as `throttlingException`
  static ModelFailure readException(String type, byte[] body) {
    return readError(type, message(object(body)));
  }

  static ModelFailure readError(String type, String message) {
    String kind = kind(type);
    return failure(status(kind), null, kind, message);
  }

  private static ModelFailure failure(
      int status, @Nullable Duration retryAfter, String kind, String message) {
    boolean unknown = message.toLowerCase(Locale.ROOT).contains("model identifier is invalid");
    boolean quota = kind.equals("servicequotaexceeded");
    int effective = unknown ? 404 : quota ? 402 : status;
    return new ErrorClass(effective, retryAfter, kind, message, null).failure();
  }

  private static Json.Obj object(byte[] body) {
    try {
      return Json.parse(body) instanceof Json.Obj object ? object : Json.object();
    } catch (JsonSyntax _) {
      return Json.object();
    }
  }

  private static String message(Json.Obj error) {
    String message = word(error, "message");
    return message.isEmpty() ? word(error, "Message") : message;
  }

  private static String word(Json.Obj object, String name) {
    return object.fields().get(name) instanceof Json.Str(var text) ? text : "";
  }

  /// `com.amazon#ThrottlingException` and `throttlingException` are both `throttling`.
  private static String kind(String type) {
    return type.substring(type.indexOf('#') + 1)
        .replaceFirst("Exception.*", "")
        .toLowerCase(Locale.ROOT);
  }

  private static int status(String kind) {
    return switch (kind) {
      case "validation" -> 400;
      case "servicequotaexceeded" -> 402;
      case "accessdenied" -> 403;
      case "resourcenotfound" -> 404;
      case "modeltimeout" -> 408;
      case "modelerror", "modelstreamerror" -> 424;
      case "throttling", "modelnotready" -> 429;
      case "serviceunavailable" -> 503;
      default -> 500;
    };
  }

  static Dialect.WireError write(ModelFailure failure) {
    return switch (failure) {
      case ModelFailure.Throttled _ -> error(failure, 503, "ServiceUnavailableException");
      case ModelFailure.Unavailable _,
          ModelFailure.Malformed _,
          ModelFailure.Unauthorized _,
          ModelFailure.CreditSpent _ ->
          error(failure, 502, "InternalServerException");
      case ModelFailure.TimedOut _ -> error(failure, 504, "ModelTimeoutException");
      case ModelFailure.Refused _,
          ModelFailure.BadRequest _,
          ModelFailure.UnsupportedParameter _,
          ModelFailure.ContextTooLong _ ->
          error(failure, 400, "ValidationException");
      case ModelFailure.UnknownModel _ -> error(failure, 404, "ResourceNotFoundException");
      case ModelFailure.Cancelled _ -> error(failure, 499, "InternalServerException");
    };
  }

  private static Dialect.WireError error(ModelFailure failure, int status, String type) {
    Body body = new Body().put("__type", type).put("message", failure.message());
    return new Dialect.WireError(status, body.json().utf8());
  }

  /// What a failed stream ends with.
  static String exception(ModelFailure failure) {
    return switch (failure) {
      case ModelFailure.Throttled _ -> "throttlingException";
      case ModelFailure.TimedOut _ -> "modelStreamErrorException";
      case ModelFailure.Refused _,
          ModelFailure.BadRequest _,
          ModelFailure.UnsupportedParameter _,
          ModelFailure.ContextTooLong _,
          ModelFailure.UnknownModel _ ->
          "validationException";
      case ModelFailure.Unavailable _,
          ModelFailure.Malformed _,
          ModelFailure.Unauthorized _,
          ModelFailure.CreditSpent _,
          ModelFailure.Cancelled _ ->
          "internalServerException";
    };
  }
}

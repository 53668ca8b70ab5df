package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Error answers of formats that say no more than a message: Cohere's `message`, Ollama's and
/// KServe's `error`.
final class PlainErrors {
  private PlainErrors() {}

  static ModelFailure read(int status, @Nullable Duration retryAfter, byte[] body) {
    try {
      return of(status, retryAfter, message(Json.parse(body)));
    } catch (JsonSyntax _) {
      return of(status, retryAfter, "");
    }
  }

  /// An error inside a stream, which has no status.
  static ModelFailure inStream(String message) {
    return of(500, null, message);
  }

  private static ModelFailure of(int status, @Nullable Duration retryAfter, String message) {
    return new ErrorClass(status, retryAfter, "", message, null).failure();
  }

  private static String message(Json body) {
    if (body instanceof Json.Obj object) {
      for (String name : new String[] {"message", "error", "detail"}) {
        if (object.fields().get(name) instanceof Json.Str(var text)) {
          return text;
        }
      }
    }
    return "";
  }

  static Dialect.WireError write(String field, ModelFailure failure) {
    Json.Obj body = Json.object(field, new Json.Str(failure.message()));
    return new Dialect.WireError(status(failure), body.utf8());
  }

  private static int status(ModelFailure failure) {
    return switch (failure) {
      case ModelFailure.Throttled _ -> 503;
      case ModelFailure.Unavailable _,
          ModelFailure.Malformed _,
          ModelFailure.Unauthorized _,
          ModelFailure.CreditSpent _ ->
          502;
      case ModelFailure.TimedOut _ -> 504;
      case ModelFailure.Refused _,
          ModelFailure.BadRequest _,
          ModelFailure.UnsupportedParameter _,
          ModelFailure.ContextTooLong _ ->
          400;
      case ModelFailure.UnknownModel _ -> 404;
      case ModelFailure.Cancelled _ -> 499;
    };
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a provider's error means, from the parts that every format has.
///
/// @param code the provider's code or type, empty when there is none
record ErrorClass(
    int status,
    @Nullable Duration retryAfter,
    String code,
    String message,
    @Nullable String parameter) {
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "maximum context length|context (window|length)|prompt is too long|input is too long"
              + "|input token count");

  ModelFailure failure() {
    return switch (status) {
      case 401, 403 -> new ModelFailure.Unauthorized(text());
      case 402 -> new ModelFailure.CreditSpent(text());
      case 404 ->
          code.equals("model_not_found") || mentions("model") || mentions("deployment")
              ? new ModelFailure.UnknownModel(text())
              : badRequest();
      case 429 ->
          code.equals("insufficient_quota")
              ? new ModelFailure.CreditSpent(text())
              : new ModelFailure.Throttled(text(), retryAfter);
      case 529 -> new ModelFailure.Throttled(text(), retryAfter);
      case 503 -> new ModelFailure.Unavailable(text(), status, retryAfter, false);
      case 408, 409, 424 -> new ModelFailure.Unavailable(text(), status, retryAfter, true);
      default -> byRange();
    };
  }

  private ModelFailure byRange() {
    if (status >= 500) {
      return new ModelFailure.Unavailable(text(), status, retryAfter, true);
    }
    if (status >= 300 && status < 400) {
      return new ModelFailure.BadRequest(
          "the provider answered with a redirect (%d), which is never followed; correct the endpoint"
              .formatted(status),
          null,
          null);
    }
    if (code.equals("context_length_exceeded") || isTooLong()) {
      return new ModelFailure.ContextTooLong(text());
    }
    if (code.equals("content_filter") || code.equals("content_policy_violation")) {
      return new ModelFailure.Refused(text());
    }
    return badRequest();
  }

  private ModelFailure badRequest() {
    return new ModelFailure.BadRequest(text(), parameter, code.isEmpty() ? null : code);
  }

  private boolean isTooLong() {
    return TOO_LONG.matcher(message.toLowerCase(Locale.ROOT)).find();
  }

  private boolean mentions(String word) {
    return message.toLowerCase(Locale.ROOT).contains(word);
  }

  private String text() {
    String shown = message.isBlank() ? "no message" : Scrub.clean(message);
    return "the provider answered %d: %s".formatted(status, shown);
  }
}

package dev.fairway.gateway.chat;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The API that a caller speaks, as far as errors go; from the types of openai-node 6.49.0 and of
/// Anthropic's TypeScript SDK 1.12.0.
public enum CallerApi {
  OPENAI {
    @Override
    Told tell(Refusal refusal) {
      return switch (refusal) {
        case Refusal.BadKey _ ->
            openai(401, "invalid_request_error", "invalid_api_key", null, refusal);
        case Refusal.NotAllowed _ ->
            openai(403, "permission_error", "model_not_allowed", null, refusal);
        case Refusal.UnknownPath _ ->
            openai(404, "invalid_request_error", "unknown_url", null, refusal);
        case Refusal.UnknownModel _ ->
            openai(404, "invalid_request_error", "model_not_found", "model", refusal);
        case Refusal.BadRequest(var status, _, var parameter) ->
            openai(
                status,
                "invalid_request_error",
                status == 413 ? "request_too_large" : null,
                parameter,
                refusal);
        case Refusal.RateLimited(_, var wait) ->
            openai(429, "rate_limit_error", "rate_limit_exceeded", null, refusal).after(wait);
        case Refusal.BudgetSpent _ ->
            openai(429, "insufficient_quota", "insufficient_quota", null, refusal).never();
        case Refusal.Provider(var failure) -> provider(failure, refusal);
      };
    }

    private Told provider(ModelFailure failure, Refusal refusal) {
      return switch (failure) {
        case ModelFailure.Throttled throttled ->
            openai(503, "server_error", "overloaded", null, refusal).after(throttled.waitFor());
        case ModelFailure.Unauthorized _, ModelFailure.CreditSpent _ ->
            openai(502, "server_error", "upstream_auth", null, refusal).never();
        case ModelFailure.Unavailable _, ModelFailure.Malformed _ ->
            openai(502, "server_error", "upstream_error", null, refusal);
        case ModelFailure.TimedOut _ -> openai(504, "server_error", "timeout", null, refusal);
        case ModelFailure.Cancelled _ -> openai(499, "server_error", "cancelled", null, refusal);
        case ModelFailure.UnknownModel _ ->
            openai(404, "invalid_request_error", "model_not_found", "model", refusal);
        case ModelFailure.UnsupportedParameter unsupported ->
            openai(
                400,
                "invalid_request_error",
                "unsupported_parameter",
                unsupported.parameter(),
                refusal);
        case ModelFailure.ContextTooLong _ ->
            openai(400, "invalid_request_error", "context_length_exceeded", null, refusal);
        case ModelFailure.Refused _ ->
            openai(400, "invalid_request_error", "content_filter", null, refusal);
        case ModelFailure.BadRequest(_, var parameter, var code) ->
            openai(400, "invalid_request_error", code, parameter, refusal);
      };
    }
  },

  ANTHROPIC {
    @Override
    Told tell(Refusal refusal) {
      return switch (refusal) {
        case Refusal.BadKey _ -> anthropic(401, "authentication_error", refusal);
        case Refusal.NotAllowed _ -> anthropic(403, "permission_error", refusal);
        case Refusal.UnknownPath _, Refusal.UnknownModel _ ->
            anthropic(404, "not_found_error", refusal);
        case Refusal.BadRequest(var status, _, _) ->
            anthropic(status, "invalid_request_error", refusal);
        case Refusal.RateLimited(_, var wait) ->
            anthropic(429, "rate_limit_error", refusal).after(wait);
        case Refusal.BudgetSpent _ -> anthropic(402, "billing_error", refusal).never();
        case Refusal.Provider(var failure) -> provider(failure, refusal);
      };
    }

    private Told provider(ModelFailure failure, Refusal refusal) {
      return switch (failure) {
        case ModelFailure.Throttled throttled ->
            anthropic(529, "overloaded_error", refusal).after(throttled.waitFor());
        case ModelFailure.Unauthorized _, ModelFailure.CreditSpent _ ->
            anthropic(502, "api_error", refusal).never();
        case ModelFailure.Unavailable _, ModelFailure.Malformed _ ->
            anthropic(502, "api_error", refusal);
        case ModelFailure.TimedOut _ -> anthropic(504, "timeout_error", refusal);
        case ModelFailure.Cancelled _ -> anthropic(499, "api_error", refusal);
        case ModelFailure.UnknownModel _ -> anthropic(404, "not_found_error", refusal);
        case ModelFailure.UnsupportedParameter _,
            ModelFailure.ContextTooLong _,
            ModelFailure.Refused _,
            ModelFailure.BadRequest _ ->
            anthropic(400, "invalid_request_error", refusal);
      };
    }
  };

  /// Longer waits are not told: official SDKs obey without a cap, and would sleep for days.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /// An error in this API's words.
  abstract Told tell(Refusal refusal);

  /// A whole error answer.
  ///
  /// @param headers such as `retry-after` and `x-should-retry`, which official SDKs obey
  record Told(int status, Json.Obj body, Map<String, String> headers) {
    Told after(@Nullable Duration wait) {
      if (wait == null) {
        return this;
      }
      if (wait.compareTo(LONGEST_WAIT) > 0) {
        return never();
      }
      long millis = Math.max(1, wait.toMillis());
      return new Told(
          status,
          body,
          Map.of(
              "retry-after",
              Long.toString((millis + 999) / 1_000),
              "retry-after-ms",
              Long.toString(millis)));
    }

    Told never() {
      return new Told(status, body, Map.of("x-should-retry", "false"));
    }

    /// Anthropic's errors carry the id of the request.
    Told withRequestId(String id) {
      return body.fields().containsKey("request_id")
          ? new Told(status, body.with("request_id", new Json.Str(id)), headers)
          : this;
    }
  }

  private static Told openai(
      int status, String type, @Nullable String code, @Nullable String parameter, Refusal refusal) {
    Json.Obj error =
        Json.object("message", new Json.Str(refusal.message()))
            .with("type", new Json.Str(type))
            .with("param", orNull(parameter))
            .with("code", orNull(code));
    return new Told(status, Json.object("error", error), Map.of());
  }

  private static Told anthropic(int status, String type, Refusal refusal) {
    Json.Obj error =
        Json.object("type", new Json.Str(type)).with("message", new Json.Str(refusal.message()));
    return new Told(
        status,
        Json.object("type", new Json.Str("error"))
            .with("error", error)
            .with("request_id", new Json.Null()),
        Map.of());
  }

  private static Json orNull(@Nullable String text) {
    return text == null ? new Json.Null() : new Json.Str(text);
  }
}

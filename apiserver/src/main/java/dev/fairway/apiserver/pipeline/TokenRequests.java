package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `token` subresource of ServiceAccounts.
final class TokenRequests {
  private static final Duration DEFAULT_VALIDITY = Duration.ofHours(1);
  private static final long SHORTEST_SECONDS = 600;
  private static final long LONGEST_SECONDS = 1L << 32;

  private final ResourceStore store;
  private final TokenIssuer issuer;
  private final Clock clock;
  private final Bodies bodies;

  TokenRequests(ResourceStore store, TokenIssuer issuer, Clock clock, Bodies bodies) {
    this.store = store;
    this.issuer = issuer;
    this.clock = clock;
    this.bodies = bodies;
  }

  Map<String, Object> answer(Call call) {
    Stored stored = store.snapshot().get(call.key()).orElseThrow(call::notFound);
    Map<String, Object> request = bodies.object(call.request()).object();
    Duration validity = validity(call, Trees.at(request, "spec", "expirationSeconds"));
    String uid = Metadata.of(stored.tree()).uid();
    String token = issuer.issue(call.namespace(), call.target().name(), uid, validity);
    request.put("apiVersion", "authentication.k8s.io/v1");
    request.put("kind", "TokenRequest");
    Trees.ensure(request, "spec").putIfAbsent("expirationSeconds", validity.toSeconds());
    request.put(
        "status",
        Trees.of(
            "token",
            token,
            "expirationTimestamp",
            clock.instant().plus(validity).truncatedTo(ChronoUnit.SECONDS).toString()));
    return request;
  }

  private static Duration validity(Call call, @Nullable Object asked) {
    if (!(asked instanceof Long seconds)) {
      return DEFAULT_VALIDITY;
    }
    String field = "spec.expirationSeconds";
    if (seconds < SHORTEST_SECONDS) {
      throw invalid(
          call,
          FieldError.invalid(field, seconds, "may not specify a duration less than 10 minutes"));
    }
    if (seconds > LONGEST_SECONDS) {
      throw invalid(
          call,
          FieldError.invalid(
              field, seconds, "may not specify a duration larger than 2^32 seconds"));
    }
    return Duration.ofSeconds(seconds);
  }

  private static ApiFailure invalid(Call call, FieldError error) {
    return ApiFailure.invalid(
        "authentication.k8s.io", "TokenRequest", call.target().name(), List.of(error));
  }
}

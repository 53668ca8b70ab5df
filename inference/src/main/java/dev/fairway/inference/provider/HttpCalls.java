package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.RateLimits;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What every kind of call shares: headers, retries, errors, cancelling.
final class HttpCalls {
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final Upstream upstream;
  private final Endpoint endpoint;
  private final Dialect dialect;
  private final @Nullable Credential credential;
  private final RetryPolicy retries;
  private final InstantSource clock;
  private final Authentication authentication;
  private final Consumer<RateLimits> limits;

  /// @param limits hears of the account's limits with every answer that tells them
  HttpCalls(
      Upstream upstream,
      Endpoint endpoint,
      Dialect dialect,
      @Nullable Credential credential,
      RetryPolicy retries,
      InstantSource clock,
      Consumer<RateLimits> limits) {
    this.upstream = upstream;
    this.endpoint = endpoint;
    this.dialect = dialect;
    this.credential = credential;
    this.retries = retries;
    this.clock = clock;
    this.limits = limits;
    this.authentication = Authentication.of(credential, dialect.keyHeader(), endpoint);
  }

  /// What is done with a successful answer.
  interface Reader<T> {
    T read(Exchange exchange) throws InterruptedException;
  }

  /// Posts a body and reads the answer, again while the retry policy says so and nothing of an
  /// answer has been passed on.
  <T> T post(
      String path,
      Payload body,
      Duration timeout,
      int maxBytes,
      BooleanSupplier begun,
      Reader<T> reader) {
    Deadline deadline = Deadline.in(timeout);
    for (int attempt = 1; ; attempt++) {
      try {
        return once(path, body, deadline, maxBytes, reader);
      } catch (ModelFailureException e) {
        Optional<Duration> wait = waitAfter(attempt, e.failure(), deadline);
        if (wait.isEmpty() || begun.getAsBoolean()) {
          throw e;
        }
        pause(wait.get());
      }
    }
  }

  private Optional<Duration> waitAfter(int attempt, ModelFailure failure, Deadline deadline) {
    double random = ThreadLocalRandom.current().nextDouble();
    return retries.next(attempt, failure, deadline.remaining(), random);
  }

  private <T> T once(String path, Payload body, Deadline deadline, int maxBytes, Reader<T> reader) {
    String whole = endpoint.path(path);
    Map<String, String> headers = new HashMap<>(dialect.headers());
    headers.put("content-type", body.type());
    headers.putAll(authentication.headers(whole, body.type(), body.bytes(), clock.instant()));
    try (Exchange exchange =
        Exchange.post(upstream, endpoint, whole, headers, body.bytes(), deadline, maxBytes)) {
      tellLimits(exchange);
      if (exchange.status() != 200) {
        throw new ModelFailureException(error(exchange));
      }
      return reader.read(exchange);
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
  }

  private void tellLimits(Exchange exchange) {
    RateLimits told = dialect.readLimits(exchange::header, clock.instant());
    if (!told.equals(RateLimits.UNKNOWN)) {
      limits.accept(told);
    }
  }

  private ModelFailure error(Exchange exchange) throws InterruptedException {
    Duration retryAfter =
        RetryAfter.read(
            exchange.header("retry-after-ms"), exchange.header("retry-after"), clock.instant());
    return dialect.readError(exchange.status(), retryAfter, scrubbed(errorBody(exchange)));
  }

  /// As much as is needed to understand it. A body that breaks off does not hide the status.
  private static byte[] errorBody(Exchange exchange) throws InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      byte[] bytes = exchange.read();
      while (bytes != null && body.size() < MAX_ERROR_BYTES) {
        body.writeBytes(bytes);
        bytes = exchange.read();
      }
    } catch (ModelFailureException _) {
      return body.toByteArray();
    }
    return body.toByteArray();
  }

  private byte[] scrubbed(byte[] body) {
    if (credential == null) {
      return body;
    }
    return credential
        .removeFrom(new String(body, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
  }

  private static ModelFailureException cancelled(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ModelFailureException(new ModelFailure.Cancelled("the call was cancelled"), e);
  }
}

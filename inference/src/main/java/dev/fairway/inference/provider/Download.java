package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fetches what a request names by URL, such as a picture. Under the rules for all calls: only
/// allowed addresses, no redirects, no credentials, bounded in bytes and time. Blocks; any number
/// of threads.
public final class Download {
  private final Upstream upstream;
  private final Egress egress;

  /// @param upstream stays the caller's
  public Download(Upstream upstream, Egress egress) {
    this.upstream = upstream;
    this.egress = egress;
  }

  /// The whole body.
  ///
  /// @param url http or https
  /// @param maxBytes a longer answer is a failure
  /// @throws ModelFailureException [ModelFailure.BadRequest] for what is wrong with the URL
  public byte[] get(String url, int maxBytes, Duration timeout) {
    URI uri = parse(url);
    Endpoint endpoint = endpoint(uri).withEgress(egress);
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    try (Exchange exchange =
        Exchange.get(upstream, endpoint, target, Map.of(), Deadline.in(timeout), maxBytes)) {
      if (exchange.status() != 200) {
        throw bad("%s answered %d".formatted(endpoint.authority(), exchange.status()), null);
      }
      return exchange.readAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelFailureException(new ModelFailure.Cancelled("the call was cancelled"), e);
    }
  }

  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw bad("the URL cannot be read", e);
    }
  }

  private static Endpoint endpoint(URI uri) {
    try {
      if (uri.getUserInfo() != null || uri.getRawAuthority() == null) {
        throw new IllegalArgumentException("the URL must have a host and no user");
      }
      return Endpoint.of(uri.getScheme() + "://" + uri.getRawAuthority());
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()).replace("endpoint", "the URL"), e);
    }
  }

  private static ModelFailureException bad(String message, @Nullable Throwable cause) {
    return new ModelFailureException(new ModelFailure.BadRequest(message, null, null), cause);
  }
}

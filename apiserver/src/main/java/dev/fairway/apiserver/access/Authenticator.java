package dev.fairway.apiserver.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out who makes a request: by client certificate, then by bearer token (a static one, then a
/// ServiceAccount's), else nobody in particular. Every user found is in `system:authenticated`. May
/// be called from any thread.
public final class Authenticator {
  private static final String BEARER = "bearer ";
  private static final String AUTHENTICATED = "system:authenticated";

  private final ClientCertificates certificates;
  private final Map<String, User> tokens;
  private final @Nullable ServiceAccountTokens serviceAccounts;

  /// @param clientAuthorities who may have signed client certificates
  /// @param tokens static bearer tokens and their users
  /// @param serviceAccounts null: their tokens are not taken
  public Authenticator(
      List<X509Certificate> clientAuthorities,
      Map<String, User> tokens,
      @Nullable ServiceAccountTokens serviceAccounts,
      Clock clock) {
    this.certificates = new ClientCertificates(clientAuthorities, clock);
    this.tokens = Map.copyOf(tokens);
    this.serviceAccounts = serviceAccounts;
  }

  /// The user; empty when credentials were shown and none is valid, which is a 401.
  ///
  /// @param shown the client's certificate chain, leaf first; empty when it sent none
  /// @param authorization the `Authorization` header
  public Optional<User> identify(List<X509Certificate> shown, Optional<String> authorization) {
    Optional<String> token = authorization.flatMap(Authenticator::bearer);
    if (shown.isEmpty() && token.isEmpty()) {
      return Optional.of(User.ANONYMOUS);
    }
    return Optional.of(shown)
        .filter(chain -> !chain.isEmpty())
        .flatMap(certificates::user)
        .or(() -> token.flatMap(this::byToken))
        .map(Authenticator::authenticated);
  }

  private Optional<User> byToken(String token) {
    return staticUser(token)
        .or(() -> Optional.ofNullable(serviceAccounts).flatMap(issuer -> issuer.user(token)));
  }

  /// Looks at every token and at every byte, so that the time taken tells nothing.
  private Optional<User> staticUser(String token) {
    byte[] shown = token.getBytes(StandardCharsets.UTF_8);
    User found = null;
    for (Map.Entry<String, User> known : tokens.entrySet()) {
      if (MessageDigest.isEqual(known.getKey().getBytes(StandardCharsets.UTF_8), shown)) {
        found = known.getValue();
      }
    }
    return Optional.ofNullable(found);
  }

  private static Optional<String> bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  private static User authenticated(User user) {
    List<String> groups =
        Stream.concat(user.groups().stream(), Stream.of(AUTHENTICATED)).distinct().toList();
    return new User(user.name(), user.uid(), groups, user.extra());
  }
}

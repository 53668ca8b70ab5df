package dev.fairway.apiserver.access;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens of ServiceAccounts: JSON Web Tokens (RFC 7519) signed with ES256, valid until they expire
/// or their ServiceAccount is gone. May be called from any thread.
public final class ServiceAccountTokens {
  /// Who issues them, and whom they are for unless asked otherwise.
  public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private static final ResourceType SERVICE_ACCOUNTS = new ResourceType("", "serviceaccounts");
  private static final String ALGORITHM = "ES256";
  private static final int MAX_TOKEN_CHARACTERS = 16 * 1024;

  private final KeyPair keys;
  private final ResourceStore store;
  private final Clock clock;

  public ServiceAccountTokens(KeyPair keys, ResourceStore store, Clock clock) {
    this.keys = keys;
    this.store = store;
    this.clock = clock;
  }

  /// A token for a ServiceAccount.
  ///
  /// @param uid of the ServiceAccount: one of the same name made later is another
  public String issue(String namespace, String name, String uid, Duration validity) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aud", List.of(ISSUER));
    claims.put("exp", now + validity.toSeconds());
    claims.put("iat", now);
    claims.put("iss", ISSUER);
    claims.put(
        "kubernetes.io",
        Map.of("namespace", namespace, "serviceaccount", Map.of("name", name, "uid", uid)));
    claims.put("nbf", now);
    claims.put("sub", userName(namespace, name));
    String signed =
        encoded(Json.write(Map.of("alg", ALGORITHM, "typ", "JWT")))
            + "."
            + encoded(Json.write(claims));
    return signed + "." + encoded(sign(signed));
  }

  /// The ServiceAccount's user; empty when the token is not ours, not valid now or its
  /// ServiceAccount is gone.
  Optional<User> user(String token) {
    if (token.length() > MAX_TOKEN_CHARACTERS) {
      return Optional.empty();
    }
    String[] parts = token.split("\\.", -1);
    try {
      if (parts.length != 3 || !ours(parts)) {
        return Optional.empty();
      }
      return user(Json.parseObject(decoded(parts[1])));
    } catch (IllegalArgumentException | JsonSyntax e) {
      return Optional.empty();
    }
  }

  private Optional<User> user(Map<String, Object> claims) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> bound = Json.object(claims.get("kubernetes.io"));
    Map<String, Object> account = Json.object(bound.get("serviceaccount"));
    String namespace = String.valueOf(bound.get("namespace"));
    String name = String.valueOf(account.get("name"));
    String uid = String.valueOf(account.get("uid"));
    boolean valid =
        ISSUER.equals(claims.get("iss"))
            && claims.get("aud") instanceof List<?> audience
            && audience.contains(ISSUER)
            && claims.get("nbf") instanceof Long notBefore
            && notBefore <= now
            && claims.get("exp") instanceof Long expiry
            && now < expiry
            && exists(namespace, name, uid);
    return valid
        ? Optional.of(
            new User(
                userName(namespace, name),
                uid,
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace),
                Map.of()))
        : Optional.empty();
  }

  private boolean exists(String namespace, String name, String uid) {
    return store
        .snapshot()
        .get(new Key(SERVICE_ACCOUNTS, namespace, name))
        .filter(stored -> uid.equals(Json.object(stored.tree().get("metadata")).get("uid")))
        .isPresent();
  }

  static String userName(String namespace, String name) {
    return "system:serviceaccount:" + namespace + ":" + name;
  }

  private byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the token key cannot sign", e);
    }
  }

  private boolean ours(String[] parts) {
    if (!ALGORITHM.equals(Json.parseObject(decoded(parts[0])).get("alg"))) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(keys.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(decoded(parts[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}

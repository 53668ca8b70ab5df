package dev.fairway.api.keys;

import dev.fairway.api.v1.ApiKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The two Secrets of an ApiKey. The one that `spec.secretName` names holds the new key until
/// somebody has fetched it; `<name>-digest` holds what is kept for good. Both belong to the ApiKey
/// and go with it.
public final class KeySecret {
  /// Key of the Secret with the new key.
  public static final String KEY = "api-key";

  /// On digests; its value is the uid of the ApiKey, since a name may be too long for a label.
  public static final String LABEL = "ai.fairway.dev/api-key";

  private static final String DIGEST = "digest";
  private static final String PREFIX = "prefix";

  private KeySecret() {}

  public static String digestName(ApiKey owner) {
    return owner.getMetadata().getName() + "-digest";
  }

  /// The Secret with the key itself.
  public static Secret ofKey(ApiKey owner, String name, String key) {
    return secret(owner, name, Map.of(KEY, encoded(key)));
  }

  /// The Secret with what is kept.
  public static Secret ofDigest(ApiKey owner, KeyDigest digest, String prefix) {
    Secret secret =
        secret(
            owner,
            digestName(owner),
            Map.of(DIGEST, encoded(digest.toString()), PREFIX, encoded(prefix)));
    secret.getMetadata().setLabels(Map.of(LABEL, owner.getMetadata().getUid()));
    return secret;
  }

  private static Secret secret(ApiKey owner, String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(owner.getMetadata().getNamespace())
        .withName(name)
        .withOwnerReferences(reference(owner))
        .endMetadata()
        .withData(data)
        .build();
  }

  private static OwnerReference reference(ApiKey owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /// Whether the Secret was made for that very ApiKey, not for an earlier one of its name.
  public static boolean belongsTo(Secret secret, HasMetadata owner) {
    return secret.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
  }

  /// The key that the Secret holds.
  public static Optional<String> key(Secret secret) {
    return value(secret, KEY);
  }

  /// The digest that the Secret holds, if it holds one.
  public static Optional<KeyDigest> digest(Secret secret) {
    try {
      return value(secret, DIGEST).map(KeyDigest::parse);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The beginning of the key.
  public static Optional<String> prefix(Secret secret) {
    return value(secret, PREFIX);
  }

  private static Optional<String> value(Secret secret, String name) {
    return Optional.ofNullable(secret.getData())
        .map(data -> data.get(name))
        .map(encoded ->
            new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip())
        .filter(text -> !text.isEmpty());
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

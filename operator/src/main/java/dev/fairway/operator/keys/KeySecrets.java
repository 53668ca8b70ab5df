package dev.fairway.operator.keys;

import dev.fairway.api.keys.KeyDigest;
import dev.fairway.api.keys.KeySecret;
import dev.fairway.api.keys.Pepper;
import dev.fairway.api.keys.PepperSecret;
import dev.fairway.api.v1.ApiKey;
import dev.fairway.operator.conditions.Refusal;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the Secrets of ApiKeys. The key is written first and its digest second, so that an
/// operator that dies in between leaves a key that the next one finds and digests. Thread-safe.
final class KeySecrets {
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final String pepperNamespace;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable Pepper pepper;

  KeySecrets(KubernetesClient client, String pepperNamespace) {
    this.client = client;
    this.pepperNamespace = pepperNamespace;
  }

  /// Sees to it that there is a key and that its digest is kept.
  ///
  /// @return the beginning of the key
  /// @throws Refusal when no key can be made as the spec stands
  String keep(ApiKey owner) {
    Secret digest = read(owner, KeySecret.digestName(owner));
    if (digest == null) return keepDigest(owner, key(owner));
    if (!KeySecret.belongsTo(digest, owner)) throw taken("metadata.name", digest);
    Optional<String> prefix = KeySecret.prefix(digest);
    if (KeySecret.digest(digest).isEmpty() || prefix.isEmpty()) {
      throw new Refusal(
          "DigestDamaged",
          "metadata.name: Secret %s does not hold a digest any more; delete it to get a new key"
              .formatted(digest.getMetadata().getName()));
    }
    return prefix.get();
  }

  private String keepDigest(ApiKey owner, String key) {
    KeyDigest digest = pepper().digest(key);
    String prefix = Pepper.prefix(key);
    create("metadata.name", KeySecret.ofDigest(owner, digest, prefix));
    return prefix;
  }

  private String key(ApiKey owner) {
    String name = owner.getSpec().secretName();
    if (name == null || name.equals(KeySecret.digestName(owner))) {
      throw new Refusal(
          "SecretNameNeeded",
          "spec.secretName: name a Secret of this namespace that does not exist yet; the new key is written there");
    }
    Secret there = read(owner, name);
    if (there == null) {
      String fresh = Pepper.newKey(random);
      create("spec.secretName", KeySecret.ofKey(owner, name, fresh));
      return fresh;
    }
    if (!KeySecret.belongsTo(there, owner)) throw taken("spec.secretName", there);
    return KeySecret.key(there).orElseThrow(() -> taken("spec.secretName", there));
  }

  private Refusal taken(String field, Secret secret) {
    return new Refusal(
        "SecretTaken",
        "%s: Secret %s exists already and is not this key's; choose another name or delete it"
            .formatted(field, secret.getMetadata().getName()));
  }

  private @Nullable Secret read(ApiKey owner, String name) {
    return client.secrets().inNamespace(owner.getMetadata().getNamespace()).withName(name).get();
  }

  private void create(String field, Secret secret) {
    try {
      client.resource(secret).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != UNPROCESSABLE && e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) throw e;
      throw new Refusal(
          "SecretRefused",
          "%s: the API server does not let Secret %s be created (status %d)"
              .formatted(field, secret.getMetadata().getName(), e.getCode()));
    }
  }

  private Pepper pepper() {
    Pepper known = pepper;
    if (known == null) {
      known = PepperSecret.obtain(client, pepperNamespace);
      pepper = known;
    }
    return known;
  }
}

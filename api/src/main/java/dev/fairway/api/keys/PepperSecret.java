package dev.fairway.api.keys;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where an installation keeps its pepper: the Secret `fairway-pepper` of the operator's own
/// namespace. It is made once and then immutable, since another pepper would make every key
/// useless.
public final class PepperSecret {
  public static final String NAME = "fairway-pepper";
  private static final String KEY = "pepper";

  private PepperSecret() {}

  /// The pepper of the installation, which gets one now if it has none.
  ///
  /// @throws IllegalStateException when the Secret holds no pepper
  public static Pepper obtain(KubernetesClient client, String namespace) {
    Secret found = read(client, namespace);
    return pepper(found == null ? create(client, namespace) : found);
  }

  /// The pepper of the installation, if it has one there.
  ///
  /// @throws IllegalStateException when the Secret holds no pepper
  public static Optional<Pepper> find(KubernetesClient client, String namespace) {
    return Optional.ofNullable(read(client, namespace)).map(PepperSecret::pepper);
  }

  private static @Nullable Secret read(KubernetesClient client, String namespace) {
    return client.secrets().inNamespace(namespace).withName(NAME).get();
  }

  private static Secret create(KubernetesClient client, String namespace) {
    Secret fresh =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(NAME)
            .endMetadata()
            .withData(Map.of(KEY, Pepper.random(new SecureRandom())))
            .withImmutable(true)
            .build();
    try {
      return client.resource(fresh).create();
    } catch (KubernetesClientException e) {
      // Somebody else made it in between; theirs counts.
      Secret theirs =
          e.getCode() == HttpURLConnection.HTTP_CONFLICT ? read(client, namespace) : null;
      if (theirs == null) throw e;
      return theirs;
    }
  }

  private static Pepper pepper(Secret secret) {
    String encoded = secret.getData() == null ? null : secret.getData().get(KEY);
    try {
      if (encoded != null) return new Pepper(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException _) {
      // said below, without what stands there
    }
    throw new IllegalStateException(
        "Secret %s/%s: %s must hold at least 32 bytes"
            .formatted(secret.getMetadata().getNamespace(), NAME, KEY));
  }
}

package dev.fairway.app;

import dev.fairway.api.keys.KeySecret;
import dev.fairway.api.v1.ApiKey;
import dev.fairway.api.v1.ApiKeySpec;
import dev.fairway.api.v1.ApiKeyStatus;
import dev.fairway.api.v1.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Creates an ApiKey and waits until the operator has made its key.
final class NewKey {
  private static final long PATIENCE_SECONDS = 30;

  private final KubernetesClient client;
  private final String namespace;

  NewKey(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /// The key; it stays in that Secret.
  ///
  /// @param models that it may call, all when there are none
  /// @throws IllegalStateException when there is none; the ApiKey is gone again then
  String create(String name, List<String> models, @Nullable Instant expires, String secretName) {
    ApiKey object = new ApiKey();
    object.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    object.setSpec(new ApiKeySpec(null, models, List.of(), expires, null, null, false, secretName));
    Resource<ApiKey> handle = client.resource(client.resource(object).create());
    try {
      ApiKey made = handle.waitUntilCondition(NewKey::isTold, PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (made.getStatus().prefix() == null) {
        throw new IllegalStateException("no key was made: " + why(made.getStatus()));
      }
      return read(secretName);
    } catch (KubernetesClientTimeoutException e) {
      handle.delete();
      throw new IllegalStateException(
          "no key was made within %d s; is an operator running?".formatted(PATIENCE_SECONDS), e);
    } catch (IllegalStateException e) {
      handle.delete();
      throw e;
    }
  }

  private static boolean isTold(ApiKey key) {
    return key != null && key.getStatus() != null && ready(key.getStatus()).isPresent();
  }

  private static Optional<Condition> ready(ApiKeyStatus status) {
    return status.condition("Ready");
  }

  private static String why(ApiKeyStatus status) {
    return ready(status).map(Condition::message).orElse("unknown");
  }

  private String read(String secretName) {
    Secret secret = client.secrets().inNamespace(namespace).withName(secretName).get();
    return Optional.ofNullable(secret)
        .flatMap(KeySecret::key)
        .orElseThrow(() -> new IllegalStateException("Secret " + secretName + " holds no key"));
  }
}

package dev.fairway.gateway.snapshot;

import dev.fairway.api.keys.KeyDigest;
import dev.fairway.api.keys.KeySecret;
import dev.fairway.api.v1.ApiKey;
import dev.fairway.api.v1.ApiKeySpec;
import dev.fairway.api.v1.KeyScope;
import dev.fairway.gateway.keys.Caller;
import dev.fairway.gateway.keys.Caller.Scope;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The keys that may call.
final class Callers {
  private final Configuration now;
  private final Complaints complaints;
  private final Set<String> consumers;

  Callers(Configuration now, Complaints complaints) {
    this.now = now;
    this.complaints = complaints;
    this.consumers =
        now.consumers().stream()
            .map(consumer -> id(consumer.getMetadata()))
            .collect(Collectors.toSet());
  }

  /// By digest; of two with the same digest the older counts, so that a copy gains nothing.
  Map<KeyDigest, Caller> all() {
    Map<KeyDigest, Caller> callers = new HashMap<>();
    List<ApiKey> oldestFirst =
        now.keys().stream()
            .sorted(
                Comparator.<ApiKey, String>comparing(
                        key -> "" + key.getMetadata().getCreationTimestamp())
                    .thenComparing(key -> id(key.getMetadata())))
            .toList();
    for (ApiKey key : oldestFirst) {
      digest(key).ifPresent(digest -> callers.putIfAbsent(digest, caller(key)));
    }
    return callers;
  }

  /// Empty until the operator has made the key.
  private Optional<KeyDigest> digest(ApiKey key) {
    String consumer =
        key.getSpec().consumerRef() == null ? null : key.getSpec().consumerRef().name();
    String home = key.getMetadata().getNamespace();
    if (consumer != null && !consumers.contains(home + "/" + consumer)) {
      complaints.leftOut(
          "ApiKey " + id(key.getMetadata()), "spec.consumerRef.name: no Consumer " + consumer);
      return Optional.empty();
    }
    Secret secret = now.secrets().find(home, KeySecret.digestName(key));
    return secret == null || !KeySecret.belongsTo(secret, key)
        ? Optional.empty()
        : KeySecret.digest(secret);
  }

  private static Caller caller(ApiKey key) {
    ApiKeySpec spec = key.getSpec();
    return new Caller(
        key.getMetadata().getUid(),
        key.getMetadata().getName(),
        key.getMetadata().getNamespace(),
        spec.consumerRef() == null ? null : spec.consumerRef().name(),
        spec.models(),
        spec.scopes().stream().map(Callers::scope).collect(Collectors.toSet()),
        spec.expiresAt(),
        spec.disabled());
  }

  private static Scope scope(KeyScope scope) {
    return switch (scope) {
      case CHAT -> Scope.CHAT;
      case EMBEDDINGS -> Scope.EMBEDDINGS;
      case MODELS -> Scope.MODELS;
      case USAGE -> Scope.USAGE;
    };
  }

  private static String id(ObjectMeta object) {
    return object.getNamespace() + "/" + object.getName();
  }
}

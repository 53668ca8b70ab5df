package dev.fairway.gateway.snapshot;

import dev.fairway.api.v1.ModelProvider;
import dev.fairway.inference.provider.ProviderWire;
import io.fabric8.kubernetes.api.model.Secret;
import org.jspecify.annotations.Nullable;

/// Says how a ModelProvider is reached and with which credential; given by the program, since the
/// operator reads providers by the same rules. Called on one thread; must not block.
@FunctionalInterface
public interface ProviderAccess {
  /// @throws RuntimeException saying why the provider cannot be called; the message holds no secret
  ProviderWire open(ModelProvider provider, Secrets secrets);

  /// The Secrets of the cluster.
  @FunctionalInterface
  interface Secrets {
    @Nullable Secret find(String namespace, String name);
  }
}

package dev.fairway.app;

import dev.fairway.api.v1.SecretRef;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.catalog.Vendor;
import dev.fairway.inference.provider.Credential;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.credentials.Keys;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keys of vendors in the environment variables where people usually keep them.
record EnvironmentKeys(Shell shell) implements Keys {
  @Override
  public Credential read(String field, SecretRef ref, String namespace) {
    throw new Refusal(
        "SecretNotFound",
        "--secret: no cluster is configured that could hold Secret %s; leave it out and set the vendor's environment variable, or name a cluster with --kubeconfig"
            .formatted(ref.name()));
  }

  @Override
  public Optional<Credential> usual(String provider) {
    return ModelCatalog.builtIn()
        .vendor(provider)
        .map(Vendor::keyVariable)
        .map(variable -> key(provider, variable));
  }

  private Credential key(String provider, String variable) {
    @Nullable String key = shell.variable(variable).filter(text -> !text.isBlank()).orElse(null);
    if (key == null) {
      throw new Refusal(
          "SecretNotFound",
          "provider %s needs a key: set the environment variable %s".formatted(provider, variable));
    }
    try {
      return Credential.key(key.strip());
    } catch (IllegalArgumentException e) {
      throw new Refusal("InvalidSecret", variable + ": " + e.getMessage());
    }
  }
}

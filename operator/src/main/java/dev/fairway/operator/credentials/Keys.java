package dev.fairway.operator.credentials;

import dev.fairway.api.v1.SecretRef;
import dev.fairway.inference.provider.Credential;
import java.util.Optional;

/// Where the keys of model calls come from. Thread-safe.
public interface Keys {
  /// What the reference names.
  ///
  /// @param field the path of the reference, for the message
  /// @param namespace where the object with the reference lives
  /// @throws dev.fairway.operator.conditions.Refusal when there is nothing to use
  Credential read(String field, SecretRef ref, String namespace);

  /// The key of a provider without a ModelProvider, when no reference names one.
  ///
  /// @throws dev.fairway.operator.conditions.Refusal when it should be here and is not
  default Optional<Credential> usual(String provider) {
    return Optional.empty();
  }
}

package dev.fairway.operator.provider;

import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.inference.catalog.Cost;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.provider.Credential;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the models behind HTTP. Called once per model call, since the credential may change from
/// one to the next; what is dear to make is shared inside. Thread-safe.
public interface RemoteModels {
  /// @param key null for providers that want none
  /// @throws dev.fairway.operator.conditions.Refusal when the provider cannot be used as it is
  ///   described
  ChatModel open(ModelProviderSpec provider, @Nullable Credential key);

  /// The provider that everybody knows by that name and that needs no ModelProvider.
  default Optional<ModelProviderSpec> wellKnown(String name) {
    return Optional.empty();
  }

  /// What a call cost, as far as that is known.
  ///
  /// @param at when it was admitted
  default Cost cost(ModelProviderSpec provider, String model, Usage usage, Instant at) {
    return new Cost.Unknown("nothing is known of prices here");
  }
}

package dev.fairway.operator.provider;

import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.provider.Credential;
import org.jspecify.annotations.Nullable;

/// Makes the models behind HTTP. Called once per model call, since the credential may change from
/// one to the next; what is dear to make is shared inside. Thread-safe.
public interface RemoteModels {
  /// @param key null for providers that want none
  /// @throws dev.fairway.operator.conditions.Refusal when the provider cannot be used as it is
  ///   described
  ChatModel open(ModelProviderSpec provider, @Nullable Credential key);
}

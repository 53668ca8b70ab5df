package dev.fairway.operator.provider;

import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.provider.Credential;
import dev.fairway.operator.conditions.Refusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the models behind HTTP. Called once per model call, since the credential may change from
/// one to the next; what is dear to make is shared inside. Thread-safe.
public interface RemoteModels {
  /// @param key null for providers that want none
  /// @param known what is known of the model that will be asked
  /// @throws Refusal when the provider cannot be used as it is described
  ChatModel open(ModelProviderSpec provider, @Nullable Credential key, CatalogModel known);

  /// A model that embeds.
  ///
  /// @param key null for providers that want none
  /// @throws Refusal when the provider has none, or cannot be used as it is described
  default EmbeddingModel openEmbeddings(ModelProviderSpec provider, @Nullable Credential key) {
    throw new Refusal("NotSupported", "spec.inputContext.input: the provider embeds no texts");
  }

  /// Looks whether the provider could be called as it is described, without calling it. May block
  /// for the name service.
  ///
  /// @return what else there is to say about it; mostly nothing
  /// @throws Refusal when it could not
  default String check(ModelProviderSpec provider, @Nullable Credential key) {
    return "";
  }

  /// The provider that everybody knows by that name and that needs no ModelProvider.
  default Optional<ModelProviderSpec> wellKnown(String name) {
    return Optional.empty();
  }

  /// What is known of a model of the provider; of some, nothing but the name.
  default CatalogModel known(ModelProviderSpec provider, String model) {
    return CatalogModel.unknown(ProviderTypes.word(provider.type()), model);
  }

  /// Whether the provider is known to have the model.
  default boolean sells(ModelProviderSpec provider, String model) {
    return false;
  }

  /// The well-known providers that have the model: its makers, or the hosts of others' models when
  /// there are none.
  default List<String> sellers(String model) {
    return List.of();
  }
}

package dev.fairway.operator.provider;

import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.inference.routing.ProviderLimits;
import org.jspecify.annotations.Nullable;

/// The model a request asks for, found.
public sealed interface Target {
  /// Name of the provider.
  String provider();

  /// The provider's name of the model.
  String model();

  /// Identity of the provider, for limits shared by all its callers.
  String key();

  /// What the provider may be asked for by this process.
  ProviderLimits limits();

  /// In this process.
  record Local(String provider, String model, BuiltIn builtIn, String key, ProviderLimits limits)
      implements Target {}

  /// Behind HTTP.
  ///
  /// @param home namespace of the ModelProvider; null for a provider that needs no object
  record Remote(
      String provider,
      String model,
      ModelProviderSpec spec,
      @Nullable String home,
      String key,
      ProviderLimits limits)
      implements Target {}
}

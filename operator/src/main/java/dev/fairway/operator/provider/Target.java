package dev.fairway.operator.provider;

import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.routing.ProviderLimits;
import org.jspecify.annotations.Nullable;

/// The model a request asks for, found.
public sealed interface Target {
  /// Name of the provider.
  String provider();

  /// The provider's name of the model.
  String model();

  /// What is known of the model, its prices among it.
  CatalogModel known();

  /// The same target of which that is known.
  Target withKnown(CatalogModel changed);

  /// Identity of the provider, for limits shared by all its callers.
  String key();

  /// What the provider may be asked for by this process.
  ProviderLimits limits();

  /// Version of the model, where models have versions of their own.
  @Nullable String version();

  /// In this process.
  record Local(
      String provider,
      String model,
      BuiltIn builtIn,
      CatalogModel known,
      String key,
      ProviderLimits limits)
      implements Target {
    @Override
    public Target withKnown(CatalogModel changed) {
      return new Local(provider, model, builtIn, changed, key, limits);
    }

    @Override
    public @Nullable String version() {
      return builtIn.version();
    }
  }

  /// Behind HTTP.
  ///
  /// @param home namespace of the ModelProvider; null for a provider that needs no object
  record Remote(
      String provider,
      String model,
      ModelProviderSpec spec,
      CatalogModel known,
      @Nullable String home,
      String key,
      ProviderLimits limits)
      implements Target {
    @Override
    public Target withKnown(CatalogModel changed) {
      return new Remote(provider, model, spec, changed, home, key, limits);
    }

    @Override
    public @Nullable String version() {
      return null;
    }
  }
}

package dev.fairway.gateway.snapshot;

import dev.fairway.api.v1.ApiKey;
import dev.fairway.api.v1.Consumer;
import dev.fairway.api.v1.Model;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelRoute;
import java.util.List;
import java.util.Map;

/// The objects of the cluster at one moment.
///
/// @param namespaces labels by name
record Configuration(
    List<ApiKey> keys,
    List<Consumer> consumers,
    List<Model> models,
    List<ModelRoute> routes,
    List<ModelProvider> providers,
    Map<String, Map<String, String>> namespaces,
    ProviderAccess.Secrets secrets) {}

package dev.fairway.inference.catalog.maker;

import static dev.fairway.inference.catalog.maker.Values.fields;

import dev.fairway.inference.chat.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The data of models.dev: a JSON object of providers with their models.
final class ModelsDev {
  private final Json providers;

  ModelsDev(String json) {
    providers = Json.parse(json);
  }

  Collection<String> names(@Nullable String provider) {
    return provider == null ? List.of() : models(provider).keySet();
  }

  @Nullable Json model(@Nullable String provider, String name) {
    return provider == null ? null : models(provider).get(name);
  }

  private Map<String, Json> models(String provider) {
    return fields(fields(fields(providers).get(provider)).get("models"));
  }
}

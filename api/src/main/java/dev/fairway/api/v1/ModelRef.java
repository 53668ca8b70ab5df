package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Which model: a name, and with a provider the name that provider knows it by.
@Description("Which model to ask.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelRef(
    @Description(
            "With provider: the provider's own name of the model. Without: the name of a ModelRoute, a Model or an entry of the catalog.")
        @Size(min = 1, max = 253)
        String name,
    @Description(
            "Name of a ModelProvider visible from this namespace, or a built-in one such as local, openai, anthropic.")
        @Size(min = 1, max = 253)
        @Nullable String provider,
    @Description("Version, joined to the name where the provider has versions.")
        @Size(min = 1, max = 128)
        @Nullable String version) {

  /// The provider's name of the model: KServe has versions of its own; others make them part of a
  /// model's name.
  public String upstreamName(ProviderType type) {
    String between = type == ProviderType.KSERVE ? "/versions/" : "-";
    return version == null ? name : name + between + version;
  }

  /// The model of that name, wherever a route or the catalog finds it.
  public static ModelRef of(String name) {
    return new ModelRef(name, null, null);
  }
}

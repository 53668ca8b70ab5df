package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import org.jspecify.annotations.Nullable;

/// The model that really answered, which a route may have chosen.
@Description("The model that really answered.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnsweringModel(
    @Description("Provider that served the call.") @Nullable String provider,
    @Description("Name of the model as the provider reported it.") @Nullable String name,
    @Description("Version of the model, where the provider has versions.") @Nullable String version,
    @Description("ModelRoute that chose the target.") @Nullable String route) {}

package dev.fairway.api.v1;

import dev.fairway.crd.Description;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/// A model of a provider: adds to the catalog, or overrides what the catalog says.
@Group(ModelInferenceRequest.GROUP)
@Version("v1")
@Kind("Model")
@Plural("models")
@Singular("model")
@ShortNames("mdl")
@Categories("ai")
@Description("A model of a provider: adds to the catalog, or overrides what the catalog says.")
@AdditionalPrinterColumn(name = "Provider", jsonPath = ".spec.providerRef.name")
@AdditionalPrinterColumn(name = "Upstream", jsonPath = ".spec.upstreamName")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Context",
    jsonPath = ".spec.limits.contextTokens",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Deprecated",
    jsonPath = ".spec.deprecated",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class Model extends CustomResource<ModelSpec, ModelStatus> implements Namespaced {
  // Records cannot be made empty, which is what the superclass would try.
  @Override
  protected @Nullable ModelSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ModelStatus initStatus() {
    return null;
  }
}

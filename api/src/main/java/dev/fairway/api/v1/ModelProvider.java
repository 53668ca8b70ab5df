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

/// Where models are served: an endpoint, the credentials for it, and the limits to keep.
@Group(ModelInferenceRequest.GROUP)
@Version("v1")
@Kind("ModelProvider")
@Plural("modelproviders")
@Singular("modelprovider")
@ShortNames("mp")
@Categories("ai")
@Description(
    "Where models are served: an endpoint, the credentials for it, and the limits to keep.")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.type")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Models",
    jsonPath = ".status.models",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Health", jsonPath = ".status.health")
@AdditionalPrinterColumn(name = "Endpoint", jsonPath = ".spec.endpoint", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ModelProvider extends CustomResource<ModelProviderSpec, ModelProviderStatus>
    implements Namespaced {
  // Records cannot be made empty, which is what the superclass would try.
  @Override
  protected @Nullable ModelProviderSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ModelProviderStatus initStatus() {
    return null;
  }
}

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

/// A public model name in front of one or several targets.
@Group(ModelInferenceRequest.GROUP)
@Version("v1")
@Kind("ModelRoute")
@Plural("modelroutes")
@Singular("modelroute")
@ShortNames("mrt")
@Categories("ai")
@Description("A public model name in front of one or several targets.")
@AdditionalPrinterColumn(name = "Strategy", jsonPath = ".spec.strategy")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Targets",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message")
@AdditionalPrinterColumn(name = "Fallback", jsonPath = ".spec.fallback.when", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ModelRoute extends CustomResource<ModelRouteSpec, ModelRouteStatus>
    implements Namespaced {
  // Records cannot be made empty, which is what the superclass would try.
  @Override
  protected @Nullable ModelRouteSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ModelRouteStatus initStatus() {
    return null;
  }
}

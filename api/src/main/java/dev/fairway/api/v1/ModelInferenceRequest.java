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

/// One inference, declared: what to ask which model, and in its status the answer.
@Group(ModelInferenceRequest.GROUP)
@Version("v1")
@Kind("ModelInferenceRequest")
@Plural("modelinferencerequests")
@Singular("modelinferencerequest")
@ShortNames("mir")
@Categories("ai")
@Description("One inference, declared: what to ask which model. The answer appears in its status.")
@AdditionalPrinterColumn(name = "Model", jsonPath = ".spec.modelRef.name")
@AdditionalPrinterColumn(name = "Provider", jsonPath = ".status.model.provider")
@AdditionalPrinterColumn(
    name = "Completed",
    jsonPath = ".status.conditions[?(@.type==\"Completed\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Completed\")].reason")
@AdditionalPrinterColumn(name = "Duration", jsonPath = ".status.duration")
@AdditionalPrinterColumn(
    name = "Tokens",
    jsonPath = ".status.usage.totalTokens",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(name = "Cost", jsonPath = ".status.cost.amount", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ModelInferenceRequest
    extends CustomResource<ModelInferenceRequestSpec, ModelInferenceRequestStatus>
    implements Namespaced {
  public static final String GROUP = "ai.fairway.dev";

  // Records cannot be made empty, which is what the superclass would try.
  @Override
  protected @Nullable ModelInferenceRequestSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ModelInferenceRequestStatus initStatus() {
    return null;
  }
}

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

/// An application that calls models.
@Group(ModelInferenceRequest.GROUP)
@Version("v1")
@Kind("Consumer")
@Plural("consumers")
@Singular("consumer")
@ShortNames("csm")
@Categories("ai")
@Description("An application that calls models.")
@AdditionalPrinterColumn(name = "Display", jsonPath = ".spec.displayName")
@AdditionalPrinterColumn(name = "Owner", jsonPath = ".spec.owner")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Spend", jsonPath = ".status.spend.amount")
@AdditionalPrinterColumn(name = "Budget", jsonPath = ".spec.budget.amount", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class Consumer extends CustomResource<ConsumerSpec, ConsumerStatus>
    implements Namespaced {
  // Records cannot be made empty, which is what the superclass would try.
  @Override
  protected @Nullable ConsumerSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ConsumerStatus initStatus() {
    return null;
  }
}

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

/// A key for the gateway. The key itself is never stored here.
@Group(ModelInferenceRequest.GROUP)
@Version("v1")
@Kind("ApiKey")
@Plural("apikeys")
@Singular("apikey")
@ShortNames("akey")
@Categories("ai")
@Description("A key for the gateway. The key itself is never stored here.")
@AdditionalPrinterColumn(name = "Consumer", jsonPath = ".spec.consumerRef.name")
@AdditionalPrinterColumn(name = "Prefix", jsonPath = ".status.prefix")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Expires",
    jsonPath = ".spec.expiresAt",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Last used",
    jsonPath = ".status.lastUsedTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Spend", jsonPath = ".status.spend.amount", priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ApiKey extends CustomResource<ApiKeySpec, ApiKeyStatus> implements Namespaced {
  // Records cannot be made empty, which is what the superclass would try.
  @Override
  protected @Nullable ApiKeySpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ApiKeyStatus initStatus() {
    return null;
  }
}

package dev.fairway.crd;

import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// A kind in several versions.
final class VersionedKinds {
  private VersionedKinds() {}

  record Spec(@Size(max = 10) String name) {}

  @Group(Kinds.GROUP)
  @Version(value = "v1alpha1", storage = false, deprecated = true, deprecationWarning = "use v1")
  @Kind("Versioned")
  record V1alpha1(Spec spec) implements Namespaced {}

  @Group(Kinds.GROUP)
  @Version(value = "v1beta1", storage = false, served = false)
  @Kind("Versioned")
  record V1beta1(Spec spec) implements Namespaced {}

  @Group(Kinds.GROUP)
  @Version("v1")
  @Kind("Versioned")
  @ConversionWebhook(serviceName = "operator", serviceNamespace = "fairway")
  record V1(Spec spec) implements Namespaced {}

  @Group(Kinds.GROUP)
  @Version("v2")
  @Kind("Versioned")
  record SecondStored(Spec spec) {}
}

package dev.fairway.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kind of many articles about operators: an application that becomes a Deployment and more, in
/// three versions.
final class Applications {
  static final Class<?>[] ALL = {V1alpha1.class, V1beta1.class, V1.class};

  private Applications() {}

  @Group("example.com")
  @Version(
      value = "v1alpha1",
      storage = false,
      deprecated = true,
      deprecationWarning = "example.com/v1alpha1 Application is deprecated; use example.com/v1")
  @Kind("Application")
  @Plural("applications")
  @ShortNames("app")
  @Description("An application.")
  record V1alpha1(OldSpec spec) implements Namespaced {
    @Description("What to run.")
    record OldSpec(@Description("Image to run.") @Size(min = 1) String image) {}
  }

  @Group("example.com")
  @Version(value = "v1beta1", storage = false)
  @Kind("Application")
  @Plural("applications")
  @ShortNames("app")
  @Description("An application.")
  record V1beta1(BetaSpec spec) implements Namespaced {
    @Description("What to run.")
    record BetaSpec(
        @Description("Image to run.") @Size(min = 1) String image,
        @Description("How many.") @Default("1") @Min(1) int replicas) {}
  }

  @Group("example.com")
  @Version("v1")
  @Kind("Application")
  @Plural("applications")
  @ShortNames("app")
  @Scale(statusReplicas = ".status.availableReplicas")
  @AdditionalPrinterColumn(name = "Image", jsonPath = ".spec.image")
  @AdditionalPrinterColumn(
      name = "Replicas",
      jsonPath = ".spec.replicas",
      type = AdditionalPrinterColumn.Type.INTEGER)
  @AdditionalPrinterColumn(
      name = "Available",
      jsonPath = ".status.availableReplicas",
      type = AdditionalPrinterColumn.Type.INTEGER)
  @AdditionalPrinterColumn(
      name = "Age",
      jsonPath = ".metadata.creationTimestamp",
      type = AdditionalPrinterColumn.Type.DATE)
  @Description("An application.")
  record V1(Spec spec, @Nullable Status status) implements Namespaced {
    @Description("What to run.")
    @ValidationRule(
        value = "!has(self.storage) || self.replicas == 1",
        message = "an application with storage has one replica")
    record Spec(
        @Description("Image to run.") @Size(min = 1) String image,
        @Description("How many.") @Default("1") @Min(1) int replicas,
        @Description("Port it listens on.") @Default("8080") @Min(1) @Max(65535) int port,
        @Nullable Ingress ingress,
        @Description("Data of its ConfigMap.") Map<String, String> config,
        @Nullable Storage storage) {}

    @Description("How it is reached from outside.")
    record Ingress(
        @Description("Host name.") @Format("hostname") String host,
        @Description("Whether it has a certificate.") boolean tls) {}

    @Description("A volume of its own.")
    record Storage(
        @Description("Size of the volume.") Quantity size,
        @Description("Where it is mounted.") @Default("/data") String mountPath) {}

    @Description("What became of it.")
    record Status(
        @Description("Replicas that answer.") int availableReplicas,
        @Description("Ready and Deployed.") List<Condition> conditions) {}
  }
}

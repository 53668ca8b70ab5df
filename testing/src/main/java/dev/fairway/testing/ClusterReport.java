package dev.fairway.testing;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/// Not a failure of its own: the state of the test's namespace, attached to the failure of the
/// test.
final class ClusterReport extends Exception {

  ClusterReport(Cluster cluster, List<String> crds) {
    super(describe(cluster, !crds.isEmpty()), null, false, false);
  }

  private static String describe(Cluster cluster, boolean withCustomResources) {
    StringBuilder text =
        new StringBuilder("state of " + cluster.namespace() + " on " + cluster.backend());
    try {
      if (withCustomResources) appendStatus(text, cluster);
      appendEvents(text, cluster);
    } catch (KubernetesClientException e) {
      text.append("\n  cannot be read: ").append(e.getMessage());
    }
    return text.toString();
  }

  private static void appendStatus(StringBuilder text, Cluster cluster) {
    KubernetesClient client = cluster.client();
    for (CustomResourceDefinition crd :
        client.apiextensions().v1().customResourceDefinitions().list().getItems()) {
      String version = crd.getSpec().getVersions().getFirst().getName();
      client
          .genericKubernetesResources(
              crd.getSpec().getGroup() + "/" + version, crd.getSpec().getNames().getKind())
          .inNamespace(cluster.namespace())
          .list()
          .getItems()
          .forEach(resource -> appendStatus(text, resource));
    }
  }

  private static void appendStatus(StringBuilder text, GenericKubernetesResource resource) {
    text.append(
        "\n  %s/%s status: %s"
            .formatted(
                resource.getKind(),
                resource.getMetadata().getName(),
                resource.getAdditionalProperties().get("status")));
  }

  private static void appendEvents(StringBuilder text, Cluster cluster) {
    cluster
        .client()
        .events()
        .v1()
        .events()
        .inNamespace(cluster.namespace())
        .list()
        .getItems()
        .forEach(event ->
            text.append(
                "\n  event %s %s: %s"
                    .formatted(event.getType(), event.getReason(), event.getNote())));
  }
}

package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

@FairwayCluster(crds = "src/test/resources/crds")
class FairwayExtensionTest {

  @Test
  void givesEachTestANamespaceOfItsOwn(Cluster cluster) {
    assertThat(cluster.client().namespaces().withName(cluster.namespace()).get()).isNotNull();
  }

  @Test
  void countsTheWritesOfAClient(Cluster cluster) {
    RequestCounter counter = new RequestCounter();
    KubernetesClient counted = cluster.newClient(counter);
    counted.configMaps().list();
    assertThat(counter.writesExcept()).isEmpty();
    counted.configMaps().resource(configMap()).create();
    assertThat(counter.writesExcept()).hasSize(1);
    assertThat(counter.writesExcept("/configmaps")).isEmpty();
  }

  @Test
  void establishesTheDefinitionsItIsGiven(Cluster cluster, KubernetesClient client) {
    assertThat(
            client.genericKubernetesResources("testing.fairway.dev/v1", "Widget").list().getItems())
        .isEmpty();
  }

  private static ConfigMap configMap() {
    return new ConfigMapBuilder().withNewMetadata().withName("one").endMetadata().build();
  }
}

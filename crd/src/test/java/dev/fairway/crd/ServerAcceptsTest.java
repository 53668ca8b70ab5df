package dev.fairway.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every CRD of the golden files is taken by the API server under strict validation, is
/// established, and comes back as it was sent.
@FairwayCluster
class ServerAcceptsTest {
  private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static Stream<CrdDocument> documents() {
    return Stream.of(
            CrdGenerator.lenient().generate(CrdGeneratorTest.kinds().toArray(Class<?>[]::new)),
            CrdGenerator.lenient().generate(VersionedKinds.V1alpha1.class, VersionedKinds.V1.class),
            CrdGenerator.strict().generate(Applications.ALL))
        .flatMap(List::stream);
  }

  @TestFactory
  Stream<DynamicTest> everyCrd(Cluster cluster) {
    return documents().map(crd -> dynamicTest(crd.name(), () -> accepts(cluster.client(), crd)));
  }

  private static void accepts(KubernetesClient client, CrdDocument document) {
    client.raw(CRDS + "?fieldValidation=Strict", "POST", document.toMap());
    try {
      var stored =
          Awaits.await("established", () -> get(client, document), ServerAcceptsTest::isSettled);
      assertThat(conditions(stored)).doesNotContain("NonStructuralSchema=True");
      assertThat(schemas(stored)).isEqualTo(schemas(document.toMap()));
    } finally {
      client.raw(CRDS + "/" + document.name(), "DELETE", null);
    }
  }

  private static Map<String, Object> get(KubernetesClient client, CrdDocument document) {
    return Tree.asMap(Yaml.read(client.raw(CRDS + "/" + document.name())));
  }

  private static boolean isSettled(Map<String, Object> crd) {
    return conditions(crd).contains("Established=True");
  }

  private static List<String> conditions(Map<String, Object> crd) {
    return Tree.maps(Tree.map(crd, "status"), "conditions").stream()
        .map(c -> Tree.text(c, "type") + "=" + Tree.text(c, "status"))
        .toList();
  }

  private static Object schemas(Map<String, Object> crd) {
    return Tree.maps(Tree.map(crd, "spec"), "versions").stream()
        .map(version -> comparable(CrdDocument.schema(version)))
        .toList();
  }

  // Numbers by value; and what the server fills in where we leave its default unsaid.
  private static Object comparable(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var copy = new HashMap<Object, Object>();
        map.forEach((key, value) -> copy.put(key, comparable(value)));
        yield copy;
      }
      case List<?> list -> list.stream().map(ServerAcceptsTest::comparable).toList();
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      default -> tree;
    };
  }
}

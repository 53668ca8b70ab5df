package dev.fairway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.provider.HttpModels;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Case;
import dev.fairway.testing.Cases;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// Specs the API server takes and the operator cannot work on: no call is made, and the conditions
/// name the field. A case is a spec and the reason and message it gets.
@FairwayCluster(crds = "../deploy/crds")
class RefusalTest {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @Cases("refused")
  void saysWhichFieldIsWrong(Case folder, Cluster cluster) {
    FakeModel model = FakeModel.saying("never");
    try (Upstream upstream = new Upstream();
        FairwayOperator _ = operator(cluster, model, upstream)) {
      secrets(cluster);
      OperatorOnCluster.create(
          cluster,
          "refused",
          JSON.convertValue(folder.yaml("spec.yaml"), ModelInferenceRequestSpec.class));
      folder.expect("condition.yaml", conditionIn(cluster));
      assertThat(model.calls()).isZero();
    }
  }

  @Test
  void goesOnWhenWhatWasMissingComes(Cluster cluster) {
    FakeModel model = FakeModel.saying("yes");
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask(
          "early", "one", spec -> Specs.with(spec, "authSecretRef", Map.of("name", "late")));
      assertThat(OperatorOnCluster.completed(operator.ended("early"))).isEqualTo("SecretNotFound");
      secret(cluster, "late", Map.of("key", "sk-123"));
      operator.await(
          "early", "is answered", status -> OperatorOnCluster.completed(status).equals("Answered"));
    }
  }

  private static FairwayOperator operator(Cluster cluster, FakeModel model, Upstream upstream) {
    return OperatorOnCluster.start(
        cluster.client(),
        cluster.namespace(),
        "pod-0",
        model,
        new HttpModels(upstream, ModelCatalog::builtIn, InstantSource.system()));
  }

  private static void secrets(Cluster cluster) {
    secret(cluster, "two-keys", Map.of("a", "sk-1", "b", "sk-2"));
    secret(cluster, "blank", Map.of("key", "  "));
  }

  private static void secret(Cluster cluster, String name, Map<String, String> data) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withStringData(data)
                .build())
        .create();
  }

  private static ObjectNode conditionIn(Cluster cluster) {
    ModelInferenceRequestStatus status =
        OperatorOnCluster.await(cluster, "refused", "has ended", OperatorOnCluster::isEnded);
    Condition accepted = status.condition(Conditions.ACCEPTED).orElseThrow();
    Condition completed = status.condition(Conditions.COMPLETED).orElseThrow();
    assertThat(accepted.holds()).isFalse();
    assertThat(completed.reason()).isEqualTo(accepted.reason());
    awaitEvent(cluster);
    return JSON.createObjectNode()
        .put("reason", completed.reason())
        .put("message", completed.message().replace(cluster.namespace(), "NAMESPACE"));
  }

  private static void awaitEvent(Cluster cluster) {
    Awaits.await(
        "an event says so",
        () -> cluster.client().events().v1().events().list().getItems(),
        events -> events.stream().anyMatch(e -> e.getReason().equals("ConfigurationInvalid")));
  }
}

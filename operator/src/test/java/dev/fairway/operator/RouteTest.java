package dev.fairway.operator;

import static dev.fairway.operator.SimulatedProviders.provider;
import static dev.fairway.operator.SimulatedProviders.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fairway.api.v1.AnsweringModel;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.api.v1.ModelRoute;
import dev.fairway.api.v1.ModelRouteSpec;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Requests that name a ModelRoute.
@FairwayCluster(crds = "../deploy/crds")
class RouteTest {
  @Test
  void goesToTheTargetOfTheFirstTier(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      ready(
          cluster,
          route(
              cluster,
              Map.of(
                  "strategy",
                  "Priority",
                  "targets",
                  List.of(target("sim-openai", 1), target("sim-anthropic", 0)))));
      ask(cluster, "plain", "[[say four]]");
      assertThat(OperatorOnCluster.text(fixture.ended("plain"))).isEqualTo("four");
      assertThat(fixture.ended("plain").model())
          .isEqualTo(new AnsweringModel("sim-anthropic", "sim-1", null, "chat"));
    }
  }

  @Test
  void fallsBackAndSaysWhoAnswered(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      provider(cluster, "down", spec(ProviderType.OPENAI, "http://127.0.0.1:1/v1", "sim-key"));
      ready(
          cluster,
          route(
              cluster,
              Map.of(
                  "targets",
                  List.of(target("down", 0), target("sim-openai", 1)),
                  "strategy",
                  "Priority")));
      ask(cluster, "rescued", "[[say here]]");
      assertThat(OperatorOnCluster.text(fixture.ended("rescued"))).isEqualTo("here");
      assertThat(fixture.ended("rescued").model())
          .isEqualTo(new AnsweringModel("sim-openai", "sim-1", null, "chat"));
    }
  }

  /// One target, asked twice by the route: the request's own retries do not come on top.
  @Test
  void repeatsByItsOwnRulesOnly(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      ready(
          cluster,
          route(
              cluster,
              Map.of("targets", List.of(target("sim-openai", 0)), "retry", Map.of("attempts", 2))));
      String text = "[[fault 503 times=9]] [[say never]]";
      ask(cluster, "broken", text);
      assertThat(OperatorOnCluster.completed(fixture.ended("broken"))).isEqualTo("Unavailable");
      assertThat(fixture.simulator().journal().calls(text)).isBetween(1, 2);
    }
  }

  @Test
  void namesTheTargetThatIsNotThereAndUsesTheOthers(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      Condition ready =
          ready(
              cluster,
              route(
                  cluster,
                  Map.of("targets", List.of(target("sim-openai", 0), target("nobody", 0)))));
      assertThat(ready.reason()).isEqualTo("UnknownProvider");
      assertThat(ready.message()).startsWith("spec.targets[1].modelRef.provider: no ModelProvider");
      ask(cluster, "rest", "[[say yes]]");
      assertThat(OperatorOnCluster.text(fixture.ended("rest"))).isEqualTo("yes");
    }
  }

  private static Map<String, Object> target(String provider, int priority) {
    return Map.of("modelRef", Map.of("name", "sim-1", "provider", provider), "priority", priority);
  }

  private static void ask(Cluster cluster, String name, String text) {
    OperatorOnCluster.create(
        cluster,
        name,
        ModelInferenceRequestSpec.of(ModelRef.of("chat"), FreeJson.of(Map.of("text", text))));
  }

  private static ModelRoute route(Cluster cluster, Map<String, Object> fields) {
    ModelRoute route = new ModelRoute();
    route.setMetadata(
        new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName("chat").build());
    route.setSpec(JsonMapper.builder().build().convertValue(fields, ModelRouteSpec.class));
    return cluster.client().resource(route).create();
  }

  private static Condition ready(Cluster cluster, ModelRoute route) {
    return Awaits.await(
            "the route is judged",
            () -> {
              ModelRoute seen =
                  cluster
                      .client()
                      .resources(ModelRoute.class)
                      .withName(route.getMetadata().getName())
                      .get();
              return seen.getStatus() == null
                  ? Optional.<Condition>empty()
                  : seen.getStatus().condition(Conditions.READY);
            },
            Optional::isPresent)
        .orElseThrow();
  }
}

package dev.fairway.app;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.Limits;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.api.v1.Network;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.simulator.Simulator;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A person at a cluster who asks a simulated provider many things.
record Asking(KubernetesClient client) implements AutoCloseable {
  private static final String NAMESPACE = "default";
  private static final String PROVIDER = "simulated";

  static Asking with(String kubeconfig) {
    return new Asking(
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build());
  }

  void createProvider(Simulator simulator, int callsAtOnce) {
    ModelProvider provider = new ModelProvider();
    provider.setMetadata(named(PROVIDER));
    provider.setSpec(
        new ModelProviderSpec(
            ProviderType.OPENAI_COMPATIBLE,
            simulator.openAiUrl(),
            null,
            null,
            Map.of(),
            null,
            null,
            new Limits(null, null, callsAtOnce),
            new Network(true, List.of()),
            null,
            null));
    client.resource(provider).create();
  }

  void ask(String name, String text) {
    ModelInferenceRequest request = new ModelInferenceRequest();
    request.setMetadata(named(name));
    request.setSpec(
        ModelInferenceRequestSpec.of(
            new ModelRef("any", PROVIDER, null), FreeJson.of(Map.of("text", text))));
    client.resource(request).create();
  }

  private static ObjectMeta named(String name) {
    return new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build();
  }

  List<ModelInferenceRequest> requests() {
    return client.resources(ModelInferenceRequest.class).inNamespace(NAMESPACE).list().getItems();
  }

  List<ModelInferenceRequest> await(String what, Predicate<List<ModelInferenceRequest>> condition) {
    return Awaits.within(Duration.ofSeconds(60))
        .until("the requests " + what, this::requests, condition);
  }

  static boolean isRunning(ModelInferenceRequest request) {
    return Requests.status(request).condition("Running").filter(Condition::holds).isPresent();
  }

  static boolean isAnswered(ModelInferenceRequest request) {
    return Requests.outcome(request).filter(Condition::holds).isPresent();
  }

  /// Reason of the outcome, empty while there is none.
  static String reason(ModelInferenceRequest request) {
    return Requests.outcome(request).map(Condition::reason).orElse("");
  }

  static String name(ModelInferenceRequest request) {
    return request.getMetadata().getName();
  }

  @Override
  public void close() {
    client.close();
  }
}

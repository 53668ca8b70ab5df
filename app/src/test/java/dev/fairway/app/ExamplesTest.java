package dev.fairway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.inference.onnx.LocalSettings;
import dev.fairway.operator.OperatorSettings;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import dev.fairway.testing.RequestCounter;
import dev.fairway.testing.simulator.Received;
import dev.fairway.testing.simulator.Simulator;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every folder of examples/ does what its README says.
@FairwayCluster(crds = "../deploy/crds")
class ExamplesTest {
  private final Lifecycle lifecycle = new Lifecycle();

  @BeforeEach
  void startTheOperator(Cluster cluster) {
    Wiring wiring = new Wiring(lifecycle);
    wiring.operator(
        cluster.newClient(new RequestCounter()),
        wiring.localModels(LocalSettings.of(2)),
        OperatorSettings.of("examples", cluster.namespace(), 2)
            .withNamespaces(Set.of(cluster.namespace())));
  }

  @AfterEach
  void stopTheOperator() {
    lifecycle.close();
  }

  @Test
  void firstInference(Cluster cluster) throws IOException {
    for (Path file : Example.named("01-first-inference").appliedFiles()) {
      apply(cluster, file);
    }

    assertThat(sentiment(answered(cluster, "happy"))).isEqualTo("positive");
    assertThat(sentiment(answered(cluster, "angry"))).isEqualTo("negative");
    assertThat(sentiment(answered(cluster, "unclear"))).isEqualTo("neutral");
    assertThat(refusal(cluster, "unknown-model")).contains("spec.modelRef.name", "sentiment-en");
    assertThat(refusal(cluster, "missing-secret")).contains("spec.authSecretRef");
  }

  @Test
  void openAiCompatible(Cluster cluster) throws IOException {
    try (Simulator simulator = Simulator.start()) {
      for (Path file : Example.named("02-openai-compatible").appliedFiles()) {
        apply(cluster, file, provider -> setEndpoint(provider, simulator.openAiUrl()));
      }

      assertThat(answered(cluster, "greeting").text("text"))
          .contains("You said: Say hello to a platform engineer.");
      Received call = simulator.journal().last();
      assertThat(call.path()).isEqualTo("/v1/chat/completions");
      assertThat(call.header("authorization")).contains("Bearer not-a-real-key");
    }
  }

  @Test
  void claude(Cluster cluster) throws IOException {
    Example example = Example.named("03-claude");
    try (Simulator simulator = Simulator.start()) {
      createAnthropicKey(cluster);
      apply(
          cluster,
          example.file("provider-simulator.yaml"),
          provider -> setEndpoint(provider, simulator.url()));
      apply(cluster, example.file("requests.yaml"));

      assertThat(answered(cluster, "review"))
          .isEqualTo(FreeJson.parse("{\"rating\":1,\"summary\":\"text\"}"));
      FreeJson call = answered(cluster, "weather").at("toolCalls").orElseThrow();
      assertThat(call.toString()).contains("\"get_weather\"", "{\"city\":\"text\"}");
      assertThat(simulator.journal().requests())
          .allSatisfy(sent -> {
            assertThat(sent.path()).isEqualTo("/v1/messages");
            assertThat(sent.header("x-api-key")).contains("any-text");
            assertThat(sent.header("anthropic-version")).isPresent();
          });
    }
  }

  /// What answers without a key must be the provider of those who have one.
  @Test
  void claudeIsSimulatedByTheSameProviderElsewhere(Cluster cluster) throws IOException {
    Example example = Example.named("03-claude");
    GenericKubernetesResource real = provider(cluster, example.file("provider.yaml"));
    GenericKubernetesResource simulated =
        provider(cluster, example.file("provider-simulator.yaml"));
    assertThat(spec(simulated)).containsKeys("endpoint", "network");
    spec(simulated).keySet().removeAll(Set.of("endpoint", "network"));
    assertThat(spec(simulated)).isEqualTo(spec(real));
    assertThat(simulated.getMetadata().getName()).isEqualTo(real.getMetadata().getName());
  }

  @Test
  void readText(Cluster cluster) throws IOException {
    Example example = Example.named("04-read-text");
    for (Path file : example.appliedFiles()) {
      apply(cluster, file);
    }

    assertThat(answered(cluster, "receipt").text("text"))
        .contains("Harbour Cafe\n2 x Coffee 7.00\n1 x Cheesecake 5.50\nTotal EUR 12.50");
    assertThat(Requests.outcome(ended(cluster, "torn")).orElseThrow().message())
        .contains("the picture is broken or cut off");
    assertThat(Requests.outcome(ended(cluster, "linked")).orElseThrow().message())
        .contains("private or reserved network");
    assertThat(answered(cluster, "vectors").at("dimensions")).hasToString("Optional[384]");
    String base64 =
        Base64.getEncoder().encodeToString(Files.readAllBytes(example.file("receipt.png")));
    assertThat(example.text("requests.yaml").replaceAll("\\s", "")).contains(base64);
  }

  private static void createAnthropicKey(Cluster cluster) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("anthropic-key")
                .withNamespace(cluster.namespace())
                .endMetadata()
                .addToStringData("api-key", "any-text")
                .build())
        .create();
  }

  private static void apply(Cluster cluster, Path file) throws IOException {
    apply(cluster, file, _ -> {});
  }

  /// As `kubectl apply` does: unknown fields are errors.
  private static void apply(
      Cluster cluster, Path file, Consumer<GenericKubernetesResource> changeProvider)
      throws IOException {
    for (HasMetadata object : read(cluster, file)) {
      if (object instanceof GenericKubernetesResource custom && isProvider(custom)) {
        changeProvider.accept(custom);
      }
      cluster
          .client()
          .resource(object)
          .inNamespace(cluster.namespace())
          .fieldValidation(Validation.STRICT)
          .serverSideApply();
    }
  }

  private static List<HasMetadata> read(Cluster cluster, Path file) throws IOException {
    try (InputStream yaml = Files.newInputStream(file)) {
      return cluster.client().load(yaml).items();
    }
  }

  private static GenericKubernetesResource provider(Cluster cluster, Path file) throws IOException {
    return read(cluster, file).stream()
        .map(GenericKubernetesResource.class::cast)
        .filter(ExamplesTest::isProvider)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isProvider(GenericKubernetesResource object) {
    return object.getKind().equals("ModelProvider");
  }

  private static void setEndpoint(GenericKubernetesResource provider, String url) {
    spec(provider).put("endpoint", url);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(GenericKubernetesResource object) {
    return (Map<String, Object>)
        Objects.requireNonNull(object.getAdditionalProperties().get("spec"));
  }

  private static FreeJson answered(Cluster cluster, String name) {
    ModelInferenceRequest request = ended(cluster, name);
    assertThat(Requests.outcome(request).orElseThrow()).matches(Condition::holds, "is answered");
    return Objects.requireNonNull(Requests.status(request).inferenceResult());
  }

  private static String refusal(Cluster cluster, String name) {
    ModelInferenceRequestStatus status = Requests.status(ended(cluster, name));
    Condition accepted = status.condition("Accepted").orElseThrow();
    assertThat(accepted.status()).isEqualTo("False");
    return accepted.message();
  }

  private static ModelInferenceRequest ended(Cluster cluster, String name) {
    return Awaits.await(
        name + " has ended",
        () ->
            cluster
                .client()
                .resources(ModelInferenceRequest.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .get(),
        seen -> Requests.outcome(seen).isPresent());
  }

  private static String sentiment(FreeJson result) {
    assertThat(result.at("confidence")).isPresent();
    return result.text("sentiment").orElseThrow();
  }
}

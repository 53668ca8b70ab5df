package dev.fairway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.Network;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import dev.fairway.testing.simulator.Simulator;
import dev.fairway.testing.simulator.SimulatorSettings;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fairway infer --stream` through the front door, with a cluster and a simulated provider.
@FairwayCluster(crds = "../deploy/crds")
class InferStreamTest {
  @TempDir private Path folder;

  private final Simulator simulator =
      Simulator.start(SimulatorSettings.DEFAULT.withEventGap(Duration.ofMillis(5)));

  @AfterEach
  void stopTheSimulator() {
    simulator.close();
  }

  @Test
  void theAnswerIsPrintedWithUsageAndCost(Cluster cluster) throws IOException {
    create(cluster, ProviderType.ANTHROPIC, simulator.url());

    Ran ran =
        ask(cluster, "[[say Hello, stream]]", "simulated/claude-haiku-4-5", "--secret", "k/s");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEqualTo("Hello, stream" + System.lineSeparator());
    assertThat(ran.err()).matches("\\d+ in, \\d+ out tokens, 0\\.0\\d+ USD\\R");
    assertThat(simulator.journal().last().header("x-api-key")).contains("not-a-real-key");
    assertThat(
            cluster
                .client()
                .genericKubernetesResources("ai.fairway.dev/v1", "ModelInferenceRequest")
                .list()
                .getItems())
        .isEmpty();
  }

  @Test
  void anUnknownCostIsUnknown(Cluster cluster) throws IOException {
    create(cluster, ProviderType.OPENAI_COMPATIBLE, simulator.openAiUrl());

    Ran ran = ask(cluster, "Hi", "simulated/anything", "--max-tokens", "1");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("cost unknown; stopped: length");
  }

  @Test
  void everyEventIsALineOfJson(Cluster cluster) throws IOException {
    create(cluster, ProviderType.ANTHROPIC, simulator.url());

    Ran ran =
        ask(
            cluster,
            "[[think Hm]] [[say One two three]]",
            "simulated/claude-haiku-4-5",
            "--secret",
            "k/s",
            "-o",
            "json");

    List<JsonNode> lines = lines(ran.out());
    assertThat(ran.err()).isEmpty();
    assertThat(lines.getFirst().at("/event").asText()).isEqualTo("started");
    assertThat(joined(lines, "thinking")).isEqualTo("Hm");
    assertThat(joined(lines, "text")).isEqualTo("One two three");
    JsonNode last = lines.getLast();
    assertThat(last.at("/event").asText()).isEqualTo("ended");
    assertThat(last.at("/model").asText()).isEqualTo("claude-haiku-4-5");
    assertThat(last.at("/stopReason").asText()).isEqualTo("end");
    assertThat(last.at("/usage/outputTokens").asInt()).isPositive();
    assertThat(last.at("/cost/currency").asText()).isEqualTo("USD");
  }

  @Test
  void aFailureInTheMiddleKeepsWhatHasCome(Cluster cluster) throws IOException {
    create(cluster, ProviderType.OPENAI_COMPATIBLE, simulator.openAiUrl());
    String text = "[[tokens 50]] [[fault cut]]";

    Ran ran = ask(cluster, text, "simulated/anything");
    Ran asJson = ask(cluster, text, "simulated/anything", "-o", "json");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).startsWith("w0 w1").doesNotContain("w49").endsWith("\n");
    assertThat(ran.err()).startsWith("error: Unavailable: ").doesNotContain("tokens,");
    assertThat(asJson.code()).isEqualTo(1);
    assertThat(lines(asJson.out()).getLast().at("/reason").asText()).isEqualTo("Unavailable");
  }

  @Test
  void anUnknownProviderIsNamedWithThoseThereAre(Cluster cluster) throws IOException {
    create(cluster, ProviderType.OPENAI_COMPATIBLE, simulator.openAiUrl());

    Ran ran = ask(cluster, "Hi", "simulator/anything");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("spec.modelRef.provider", "simulator", "simulated");
  }

  @Test
  void endingTheProcessCancelsTheCall(Cluster cluster) throws Exception {
    create(cluster, ProviderType.OPENAI_COMPATIBLE, simulator.openAiUrl());

    try (FairwayProcess process =
        FairwayProcess.start(
            folder, arguments(cluster, "[[tokens 50]] [[fault stall]]", "simulated/anything"))) {
      Awaits.await("the answer has begun", process::output, text -> text.contains("w0 w1"));
      assertThat(process.endsWhenAsked(Duration.ofSeconds(20))).isTrue();
      assertThat(simulator.journal().awaitClientsLeft(1, Duration.ofSeconds(20))).isTrue();
      assertThat(process.written()).contains("error: Cancelled");
    }
  }

  private Ran ask(Cluster cluster, String text, String model, String... more) throws IOException {
    return Ran.in(folder, arguments(cluster, text, model, more));
  }

  private String[] arguments(Cluster cluster, String text, String model, String... more)
      throws IOException {
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
    List<String> arguments = new ArrayList<>(List.of("infer", text, "--stream", "--model", model));
    arguments.addAll(List.of("--kubeconfig", kubeconfig.toString(), "-n", cluster.namespace()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private static void create(Cluster cluster, ProviderType type, String url) {
    ModelProvider provider = new ModelProvider();
    provider.setMetadata(
        new ObjectMetaBuilder().withName("simulated").withNamespace(cluster.namespace()).build());
    provider.setSpec(
        new ModelProviderSpec(
            type,
            url,
            null,
            null,
            Map.of(),
            null,
            null,
            null,
            new Network(true, List.of()),
            null,
            null));
    cluster.client().resource(provider).create();
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("k")
                .withNamespace(cluster.namespace())
                .endMetadata()
                .addToStringData("s", "not-a-real-key")
                .build())
        .create();
  }

  private static List<JsonNode> lines(String out) throws JsonProcessingException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.lines().toList()) lines.add(JsonMapper.builder().build().readTree(line));
    return lines;
  }

  private static String joined(List<JsonNode> lines, String event) {
    return lines.stream()
        .filter(line -> line.at("/event").asText().equals(event))
        .map(line -> line.at("/text").asText())
        .collect(Collectors.joining());
  }
}

package dev.fairway.operator;

import static dev.fairway.operator.SimulatedProviders.open;
import static dev.fairway.operator.SimulatedProviders.provider;
import static dev.fairway.operator.SimulatedProviders.spec;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.Cost;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.Limits;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.Network;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.api.v1.SecretRef;
import dev.fairway.api.v1.Usage;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.provider.HttpModels;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import dev.fairway.testing.RequestCounter;
import dev.fairway.testing.simulator.Simulator;
import dev.fairway.testing.simulator.SimulatorSettings;
import dev.fairway.testing.simulator.Vendor;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Providers behind HTTP, well and unwell: one request per way of failing, all at once.
@FairwayCluster(crds = "../deploy/crds")
class RemoteProviderTest {
  private static final SimulatorSettings.AwsKey AWS = SimulatorSettings.DEFAULT.awsKey();

  @Test
  void asksBothFormatsWithTheKeyOfTheSecret(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.ask("openai", "sim-openai", "[[say four]]", Map.of());
      fixture.ask("anthropic", "sim-anthropic", "[[say four]]", Map.of());
      assertThat(OperatorOnCluster.text(fixture.ended("openai"))).isEqualTo("four");
      assertThat(OperatorOnCluster.text(fixture.ended("anthropic"))).isEqualTo("four");
      assertThat(fixture.simulator().journal().calls()).isEqualTo(2);
      assertThat(fixture.ended("openai").usage()).isNotNull();
    }
  }

  /// The price of gpt-4o-mini has been 0.15 and 0.60 for a million tokens since it came out.
  @Test
  void saysWhatACallCostWhereThatIsKnown(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.askModel("priced", "gpt-4o-mini", "[[say four]]");
      fixture.askModel("unpriced", "sim-1", "[[say four]]");
      ModelInferenceRequestStatus priced = fixture.ended("priced");
      Usage usage = requireNonNull(priced.usage());
      long tokens =
          15 * requireNonNull(usage.inputTokens()) + 60 * requireNonNull(usage.outputTokens());
      assertThat(priced.cost())
          .isEqualTo(Cost.of(BigDecimal.valueOf(tokens, 8).stripTrailingZeros(), "USD"));
      assertThat(fixture.ended("unpriced").cost()).isNull();
    }
  }

  @Test
  void asksEveryFurtherFormat(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster);
        Simulator keyless = Simulator.start()) {
      Simulator simulator = fixture.simulator();
      Map<String, ModelProviderSpec> providers =
          Map.of(
              "azure", azure(simulator.url(Vendor.AZURE_OPENAI), null),
              "azure-dated", azure(simulator.url(), "2024-10-21"),
              "mistral", spec(ProviderType.MISTRAL, simulator.url(Vendor.MISTRAL), "sim-key"),
              "cohere", spec(ProviderType.COHERE, simulator.url(Vendor.COHERE), "sim-key"),
              "ollama", open(ProviderType.OLLAMA, keyless.url(), null, null),
              "kserve", open(ProviderType.KSERVE, keyless.url(), null, null));
      providers.forEach((name, spec) -> {
        provider(cluster, "sim-" + name, spec);
        fixture.ask(name, "sim-" + name, "[[say hello " + name + "]]", Map.of());
      });
      for (String name : providers.keySet()) {
        assertThat(OperatorOnCluster.text(fixture.ended(name))).isEqualTo("hello " + name);
      }
    }
  }

  @Test
  void asksGeminiWithAKeyAndBedrockWithASignature(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      String gemini = fixture.simulator().url(Vendor.GEMINI);
      provider(cluster, "sim-gemini", spec(ProviderType.GEMINI, gemini, "sim-key"));
      fixture.secret("aws", Map.of("accessKeyId", AWS.id(), "secretAccessKey", AWS.secret()));
      provider(cluster, "sim-bedrock", inRegion(fixture.bedrock("aws"), "eu-west-1"));
      provider(cluster, "placeless", inRegion(fixture.bedrock("aws"), null));
      fixture.ask("gemini", "sim-gemini", "[[say four]]", Map.of());
      fixture.ask("bedrock", "sim-bedrock", "[[say four]]", Map.of());
      fixture.ask("placeless", "placeless", "[[say four]]", Map.of());
      assertThat(OperatorOnCluster.text(fixture.ended("gemini"))).isEqualTo("four");
      assertThat(OperatorOnCluster.text(fixture.ended("bedrock"))).isEqualTo("four");
      assertThat(fixture.ended("bedrock").usage()).isNotNull();
      assertThat(message(fixture.ended("placeless"))).contains("spec.region: is required");
    }
  }

  @Test
  void neverShowsTheKeysOfAws(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      String secret = "wrong-canary-0123456789";
      fixture.secret("aws", Map.of("accessKeyId", AWS.id(), "secretAccessKey", secret));
      provider(cluster, "sim-bedrock", inRegion(fixture.bedrock("aws"), "eu-west-1"));
      fixture.ask("leak", "sim-bedrock", "hello", Map.of());
      ModelInferenceRequestStatus status = fixture.ended("leak");
      assertThat(reason(status)).isEqualTo("Unauthorized");
      assertThat(status.toString()).doesNotContain("canary", AWS.id());
    }
  }

  @Test
  void asksForStructuredOutput(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      Map<String, Object> schema =
          Map.of(
              "type",
              "object",
              "properties",
              Map.of("n", Map.of("type", "integer")),
              "required",
              List.of("n"),
              "additionalProperties",
              false);
      fixture.ask(
          "shaped",
          "sim-openai",
          "[[json {\"n\": 7}]]",
          Map.of("outputSpec", Map.of("schema", schema)));
      fixture.ask(
          "misshaped",
          "sim-openai",
          "[[json {\"n\": \"seven\"}]]",
          Map.of("outputSpec", Map.of("schema", schema)));
      assertThat(fixture.ended("shaped").inferenceResult()).isEqualTo(FreeJson.of(Map.of("n", 7)));
      assertThat(message(fixture.ended("misshaped")))
          .isEqualTo("spec.outputSpec.schema: answer.n must be of type \"integer\"");
      assertThat(fixture.simulator().journal().requests().getFirst().bodyText())
          .contains("json_schema");
    }
  }

  @Test
  void namesEachWayOfFailing(Cluster cluster) {
    Map<String, Object> once = Map.of("retryLimit", 0);
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.ask("unauthorized", "sim-openai", "[[fault 401]]", once);
      fixture.ask("throttled", "sim-openai", "[[fault 429]]", once);
      fixture.ask("broken", "sim-anthropic", "[[fault 500]]", once);
      fixture.ask("garbage", "sim-openai", "[[fault bad-json]]", once);
      fixture.ask("silent", "sim-openai", "[[fault stall]]", Map.of("timeout", "1s"));
      fixture.askModel("unknown", "no-such-model", "hello");
      assertThat(reason(fixture.ended("unauthorized"))).isEqualTo("Unauthorized");
      assertThat(reason(fixture.ended("throttled"))).isEqualTo("Throttled");
      assertThat(reason(fixture.ended("broken"))).isEqualTo("Unavailable");
      assertThat(reason(fixture.ended("garbage"))).isEqualTo("Malformed");
      assertThat(reason(fixture.ended("silent"))).isEqualTo("TimedOut");
      assertThat(reason(fixture.ended("unknown"))).isEqualTo("UnknownModel");
      assertThat(message(fixture.ended("unknown"))).startsWith("spec.modelRef.name: ");
    }
  }

  @Test
  void retriesAndThenAnswersOnce(Cluster cluster) {
    String text = "[[fault 503 times=2]] [[say back]]";
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.ask("flaky", "sim-openai", text, Map.of());
      assertThat(OperatorOnCluster.text(fixture.ended("flaky"))).isEqualTo("back");
      assertThat(fixture.simulator().journal().calls(text)).isEqualTo(3);
    }
  }

  @Test
  void isCalledOnceForEachAttemptByTwoOperators(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster);
        Upstream upstream = new Upstream();
        FairwayOperator _ =
            OperatorOnCluster.start(
                cluster.newClient(new RequestCounter()),
                cluster.namespace(),
                "pod-1",
                FakeModel.saying("local"),
                new HttpModels(upstream, ModelCatalog::builtIn, InstantSource.system()))) {
      List<String> names = IntStream.range(0, 30).mapToObj(i -> "r" + i).toList();
      names.forEach(name -> fixture.ask(name, "sim-openai", "[[say " + name + "]]", Map.of()));
      for (String name : names) {
        assertThat(OperatorOnCluster.text(fixture.ended(name))).isEqualTo(name);
        assertThat(fixture.simulator().journal().calls("[[say " + name + "]]")).isEqualTo(1);
      }
    }
  }

  @Test
  void neverShowsTheKey(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.replaceKey("sk-wrong-9876543210");
      fixture.ask("leak", "sim-openai", "hello", Map.of());
      ModelInferenceRequestStatus status = fixture.ended("leak");
      assertThat(reason(status)).isEqualTo("Unauthorized");
      assertThat(status.toString()).doesNotContain("9876543210");
      assertThat(Awaits.await("events", () -> events(cluster), text -> text.contains("leak")))
          .doesNotContain("9876543210");
    }
  }

  @Test
  void refusesAParameterTheProviderLacksUnlessToldToDropIt(Cluster cluster) {
    Map<String, Object> parameters = Map.of("top_k", 3);
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.ask("strict", "sim-openai", "hello", Map.of("parameters", parameters));
      fixture.ask(
          "lenient",
          "sim-openai",
          "hello",
          Map.of("parameters", parameters, "parameterPolicy", "Lenient"));
      assertThat(reason(fixture.ended("strict"))).isEqualTo("UnsupportedParameter");
      assertThat(message(fixture.ended("strict"))).startsWith("spec.parameters.top_k: ");
      assertThat(message(fixture.ended("lenient"))).isEqualTo("not passed on to the model: top_k");
    }
  }

  @Test
  void keepsTheRequestsPerMinuteOfAProvider(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.limited("one-a-minute", new Limits(1, null, null));
      List<String> names = IntStream.range(0, 4).mapToObj(i -> "r" + i).toList();
      names.forEach(name -> fixture.ask(name, "one-a-minute", "hello", Map.of("timeout", "10s")));
      assertThat(names)
          .extracting(name -> reason(fixture.ended(name)))
          .containsExactlyInAnyOrder("Answered", "Throttled", "Throttled", "Throttled");
      assertThat(names)
          .map(fixture::ended)
          .filteredOn(status -> reason(status).equals("Throttled"))
          .allSatisfy(status ->
              assertThat(message(status))
                  .contains("provider one-a-minute is at its limit of requestsPerMinute 1"));
      assertThat(fixture.simulator().journal().calls()).isEqualTo(1);
    }
  }

  @Test
  void countsARetryAsARequestOfItsOwn(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.limited("one-a-minute", new Limits(1, null, null));
      fixture.ask("flaky", "one-a-minute", "[[fault 503]]", Map.of("timeout", "20s"));
      assertThat(reason(fixture.ended("flaky"))).isEqualTo("Unavailable");
      assertThat(fixture.simulator().journal().calls()).isEqualTo(1);
    }
  }

  @Test
  void keepsTheTokensPerMinuteOfAProvider(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      fixture.limited("few-tokens", new Limits(null, 6L, null));
      fixture.ask("first", "few-tokens", "[[say a rather long answer, as answers go]]", Map.of());
      assertThat(reason(fixture.ended("first"))).isEqualTo("Answered");
      fixture.ask("second", "few-tokens", "hello", Map.of("timeout", "1s"));
      assertThat(reason(fixture.ended("second"))).isEqualTo("Throttled");
      assertThat(message(fixture.ended("second"))).contains("tokensPerMinute 6");
    }
  }

  @Test
  void saysWhetherAProviderCanBeUsed(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      provider(
          cluster, "keyless", spec(ProviderType.OPENAI, fixture.simulator().openAiUrl(), "none"));
      Network closed = new Network(false, List.of());
      provider(cluster, "inside", open(ProviderType.OLLAMA, fixture.simulator().url(), closed));
      provider(
          cluster, "metadata", open(ProviderType.OLLAMA, "http://169.254.169.254", null, null));
      provider(cluster, "nowhere", open(ProviderType.OLLAMA, "http://ollama.invalid", null, null));
      assertThat(ready(cluster, "sim-openai").reason()).isEqualTo("Usable");
      assertThat(ready(cluster, "inside").reason()).isEqualTo("EndpointNotAllowed");
      assertThat(ready(cluster, "inside").message())
          .startsWith("ModelProvider: spec.endpoint: the endpoint's host 127.0.0.1 has an address");
      assertThat(ready(cluster, "metadata").reason()).isEqualTo("EndpointNotAllowed");
      assertThat(ready(cluster, "nowhere").reason()).isEqualTo("Usable");
      assertThat(ready(cluster, "nowhere").message())
          .endsWith("no address for host ollama.invalid");
      assertThat(ready(cluster, "keyless").reason()).isEqualTo("SecretNotFound");
    }
  }

  private static Condition ready(Cluster cluster, String name) {
    return Awaits.await(
            name + " is judged",
            () -> {
              ModelProvider provider =
                  cluster.client().resources(ModelProvider.class).withName(name).get();
              return provider.getStatus() == null
                  ? Optional.<Condition>empty()
                  : provider.getStatus().condition(Conditions.READY);
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private static String events(Cluster cluster) {
    return cluster.client().events().v1().events().list().getItems().toString();
  }

  private static String reason(ModelInferenceRequestStatus status) {
    return OperatorOnCluster.completed(status);
  }

  private static String message(ModelInferenceRequestStatus status) {
    return status.condition(Conditions.COMPLETED).orElseThrow().message();
  }

  private static ModelProviderSpec azure(String endpoint, @Nullable String apiVersion) {
    SecretRef key = new SecretRef("sim-key", null, null);
    return open(ProviderType.AZURE_OPENAI, endpoint, key, apiVersion);
  }

  private static ModelProviderSpec inRegion(ModelProviderSpec spec, @Nullable String region) {
    return new ModelProviderSpec(
        spec.type(),
        spec.endpoint(),
        spec.credentialsSecretRef(),
        spec.apiVersion(),
        spec.headers(),
        region,
        spec.timeouts(),
        spec.limits(),
        spec.network(),
        spec.tls(),
        spec.namespaces());
  }
}

package dev.fairway.operator;

import static dev.fairway.operator.SimulatedProviders.provider;
import static dev.fairway.operator.SimulatedProviders.spec;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fairway.api.v1.AnsweringModel;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.Cost;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.Model;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.api.v1.ModelSpec;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.api.v1.Usage;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Model objects: names of a namespace for models, and what is said there of them.
@FairwayCluster(crds = "../deploy/crds")
class ModelTest {
  private static final Map<String, Object> PROVIDER = Map.of("name", "sim-openai");

  @Test
  void isAskedByItsNameAndByItsAlias(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      ready(
          cluster,
          model(cluster, "fast", with("upstreamName", "sim-1", "aliases", List.of("quick"))));
      ask(cluster, "named", ModelRef.of("fast"), Map.of("text", "[[say one]]"));
      ask(cluster, "aliased", ModelRef.of("quick"), Map.of("text", "[[say two]]"));
      assertThat(OperatorOnCluster.text(fixture.ended("named"))).isEqualTo("one");
      assertThat(OperatorOnCluster.text(fixture.ended("aliased"))).isEqualTo("two");
      assertThat(fixture.ended("named").model())
          .isEqualTo(new AnsweringModel("sim-openai", "sim-1", null, null));
    }
  }

  /// The catalog's prices hold until the Model's begin; the past one counts, not the one to come.
  @Test
  void hasItsOwnPricesHoweverItIsFound(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      List<?> prices =
          List.of(
              price("1", "2", "2020-01-01T00:00:00Z"), price("500", "500", "2999-01-01T00:00:00Z"));
      ready(
          cluster,
          model(cluster, "priced", with("upstreamName", "gpt-4o-mini", "pricing", prices)));
      ask(cluster, "named", ModelRef.of("priced"), Map.of("text", "hello"));
      ask(
          cluster,
          "direct",
          new ModelRef("gpt-4o-mini", "sim-openai", null),
          Map.of("text", "hello"));
      for (String name : List.of("named", "direct")) {
        ModelInferenceRequestStatus status = fixture.ended(name);
        Usage usage = requireNonNull(status.usage());
        long millionths =
            requireNonNull(usage.inputTokens()) + 2 * requireNonNull(usage.outputTokens());
        assertThat(status.cost())
            .isEqualTo(Cost.of(BigDecimal.valueOf(millionths, 6).stripTrailingZeros(), "USD"));
      }
    }
  }

  @Test
  void isNotAskedForWhatItCannotDo(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      ready(
          cluster,
          model(
              cluster,
              "blind",
              with("upstreamName", "sim-1", "capabilities", Map.of("images", false))));
      ask(
          cluster,
          "picture",
          ModelRef.of("blind"),
          Map.of("text", "what is it?", "image_url", "https://example.com/a.png"));
      Condition completed = completed(fixture.ended("picture"));
      assertThat(completed.reason()).isEqualTo("UnsupportedParameter");
      assertThat(fixture.simulator().journal().calls()).isZero();
    }
  }

  @Test
  void countsFromTheMomentItIsThere(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      model(cluster, "fresh", with("upstreamName", "sim-1"));
      ask(cluster, "fresh", ModelRef.of("fresh"), Map.of("text", "[[say hello]]"));
      assertThat(OperatorOnCluster.text(fixture.ended("fresh"))).isEqualTo("hello");
    }
  }

  @Test
  void saysWhichFieldMakesItUseless(Cluster cluster) {
    try (SimulatedProviders _ = SimulatedProviders.start(cluster)) {
      assertThat(ready(cluster, model(cluster, "good", with("aliases", List.of("well")))))
          .satisfies(ready -> assertThat(ready.holds()).isTrue())
          .satisfies(
              ready -> assertThat(ready.message()).isEqualTo("model good of provider sim-openai"));
      assertThat(
              ready(cluster, model(cluster, "lost", with("providerRef", Map.of("name", "nobody")))))
          .satisfies(ready -> assertThat(ready.reason()).isEqualTo("UnknownProvider"))
          .satisfies(ready ->
              assertThat(ready.message())
                  .startsWith("spec.providerRef.name: no ModelProvider nobody is visible"));
      assertThat(
              ready(
                  cluster,
                  model(
                      cluster,
                      "fine-grained",
                      with("pricing", List.of(Map.of("inputPerMillion", "0.1234567"))))))
          .satisfies(ready -> assertThat(ready.reason()).isEqualTo("InvalidPricing"))
          .satisfies(
              ready -> assertThat(ready.message()).startsWith("spec.pricing[0].inputPerMillion: "));
      assertThat(
              ready(
                  cluster,
                  model(
                      cluster,
                      "twice",
                      with("pricing", List.of(price("1", "2", null), price("3", "4", null))))))
          .satisfies(ready ->
              assertThat(ready.message()).isEqualTo("spec.pricing: two prices begin at null"));
      assertThat(ready(cluster, model(cluster, "taken", with("aliases", List.of("mine", "well")))))
          .satisfies(ready -> assertThat(ready.reason()).isEqualTo("AliasTaken"))
          .satisfies(ready ->
              assertThat(ready.message())
                  .isEqualTo("spec.aliases[1]: well is a name of Model good as well"));
    }
  }

  @Test
  void refusesAnAliasOfTwo(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      ready(cluster, model(cluster, "one", with("aliases", List.of("both"))));
      ready(cluster, model(cluster, "two", with("aliases", List.of("both"))));
      ask(cluster, "either", ModelRef.of("both"), Map.of("text", "hello"));
      Condition completed = completed(fixture.ended("either"));
      assertThat(completed.reason()).isEqualTo("AmbiguousModel");
      assertThat(completed.message())
          .isEqualTo(
              "spec.modelRef.name: both is an alias of several Models; use the name of one: one, two");
    }
  }

  @Test
  void ofTheCatalogNeedsNoProviderWhenOnlyOneHasIt(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      ready(cluster, model(cluster, "seen", with("upstreamName", "sim-1")));
      ask(cluster, "only", ModelRef.of("gpt-4o-mini"), Map.of("text", "[[say yes]]"));
      assertThat(OperatorOnCluster.text(fixture.ended("only"))).isEqualTo("yes");
      assertThat(requireNonNull(fixture.ended("only").model()).provider()).isEqualTo("sim-openai");

      provider(
          cluster, "other", spec(ProviderType.OPENAI, fixture.simulator().openAiUrl(), "sim-key"));
      ready(cluster, model(cluster, "unseen", with("providerRef", Map.of("name", "other"))));
      ask(cluster, "several", ModelRef.of("gpt-4o-mini"), Map.of("text", "hello"));
      Condition completed = completed(fixture.ended("several"));
      assertThat(completed.reason()).isEqualTo("AmbiguousModel");
      assertThat(completed.message())
          .isEqualTo(
              "spec.modelRef.name: several providers have gpt-4o-mini; choose one in spec.modelRef.provider: other, sim-openai");
    }
  }

  @Test
  void embedsTextsAndTokens(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      ModelRef ref = new ModelRef("text-embedding-3-small", "sim-openai", null);
      ask(cluster, "texts", ref, Map.of("input", List.of("a cat", "two cats")));
      ask(
          cluster,
          "tokens",
          ref,
          Map.of("input", List.of(List.of(64, 8415), List.of(20375, 19987))));
      for (String name : List.of("texts", "tokens")) {
        ModelInferenceRequestStatus status = fixture.ended(name);
        assertThat(completed(status).message()).isEmpty();
        Map<?, ?> result =
            (Map<?, ?>) requireNonNull(requireNonNull(status.inferenceResult()).plain());
        assertThat((List<?>) result.get("embeddings")).hasSize(2);
        assertThat(status.usage()).extracting(Usage::inputTokens).isNotNull();
        assertThat(status.cost()).isNotNull();
      }
    }
  }

  @Test
  void ofAProviderThatEmbedsNothingSaysSo(Cluster cluster) {
    try (SimulatedProviders fixture = SimulatedProviders.start(cluster)) {
      ModelRef ref = new ModelRef("sim-1", "sim-anthropic", null);
      ask(cluster, "texts", ref, Map.of("input", "a cat"));
      assertThat(completed(fixture.ended("texts")).message())
          .isEqualTo("spec.inputContext.input: providers of type anthropic embed no texts");
    }
  }

  private static void ask(Cluster cluster, String name, ModelRef model, Map<String, Object> input) {
    OperatorOnCluster.create(
        cluster, name, ModelInferenceRequestSpec.of(model, FreeJson.of(input)));
  }

  private static Condition completed(ModelInferenceRequestStatus status) {
    return status.condition(Conditions.COMPLETED).orElseThrow();
  }

  private static Map<String, Object> price(String input, String output, @Nullable String from) {
    Map<String, Object> price = new HashMap<>();
    price.put("inputPerMillion", input);
    price.put("outputPerMillion", output);
    if (from != null) price.put("validFrom", from);
    return price;
  }

  private static Map<String, Object> with(String field, Object value) {
    return with(field, value, "deprecated", false);
  }

  private static Map<String, Object> with(String field, Object value, String other, Object second) {
    Map<String, Object> fields = new HashMap<>(Map.of("providerRef", PROVIDER));
    fields.put(field, value);
    fields.put(other, second);
    return fields;
  }

  private static Model model(Cluster cluster, String name, Map<String, Object> fields) {
    Model model = new Model();
    model.setMetadata(
        new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName(name).build());
    model.setSpec(JsonMapper.builder().build().convertValue(fields, ModelSpec.class));
    return cluster.client().resource(model).create();
  }

  private static Condition ready(Cluster cluster, Model model) {
    String name = model.getMetadata().getName();
    return Awaits.await(
            name + " is judged",
            () -> {
              Model seen = cluster.client().resources(Model.class).withName(name).get();
              return seen.getStatus() == null
                  ? Optional.<Condition>empty()
                  : seen.getStatus().condition(Conditions.READY);
            },
            Optional::isPresent)
        .orElseThrow();
  }
}

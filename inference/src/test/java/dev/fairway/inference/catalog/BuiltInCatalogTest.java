package dev.fairway.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The data that comes with the program.
class BuiltInCatalogTest {
  private static final Set<String> DIALECTS =
      Set.of(
          "openai",
          "openai-compatible",
          "anthropic",
          "gemini",
          "bedrock",
          "azure-openai",
          "cohere",
          "mistral",
          "ollama",
          "kserve",
          "onnx");

  /// Ten times what the dearest model ever cost: 6,000 for a million tokens.
  private static final long ABSURD = 6_000_000_000L;

  private final ModelCatalog catalog = ModelCatalog.builtIn();
  private final Instant now = catalog.date().atStartOfDay(ZoneOffset.UTC).toInstant();

  @Test
  void hasManyModelsOfManyVendorsWithPrices() {
    List<CatalogModel> priced =
        catalog.models().stream().filter(model -> !model.prices().prices().isEmpty()).toList();

    assertThat(priced).hasSizeGreaterThan(500);
    assertThat(priced.stream().map(CatalogModel::vendor).distinct()).hasSizeGreaterThan(20);
    assertThat(catalog.models()).hasSizeGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude-opus-5-5",
        "claude-sonnet-5-5",
        "claude-haiku-5-5",
        "claude-fable-5-2",
        "claude-mythos-5-2",
        "claude-opus-4-5",
        "claude-sonnet-4-5",
        "claude-haiku-4-5",
        "gpt-5.6",
        "gpt-6-sol",
        "gpt-4o",
        "gpt-4o-mini",
        "text-embedding-3-small",
        "gemini-2.5-pro",
        "gemini-3.8-flash",
        "mistral-large-latest",
        "command-a-03-2025",
        "deepseek/deepseek-v4-pro",
        "grok-4.6",
        "local/sentiment-en",
        "local/bge-small-en-v1.5",
        "local/all-minilm-l6-v2",
      })
  void everyModelThatPeopleStartWithHasAPrice(String name) {
    assertThat(catalog.find(name)).as(name).isPresent();
    assertThat(catalog.find(name).orElseThrow().prices().at(now)).as(name).isPresent();
  }

  @Test
  void noPriceIsAbsurd() {
    for (CatalogModel model : catalog.models()) {
      for (Price price : model.prices().prices()) {
        assertThat(rates(price).flatMap(BuiltInCatalogTest::amounts))
            .as("%s: %s", price.id(), price)
            .allSatisfy(pico -> assertThat(pico).isBetween(0L, ABSURD));
      }
    }
  }

  @Test
  void onlyWhatTwoSourcesCallFreeIsFree() {
    List<String> free =
        catalog.models().stream()
            .filter(model ->
                model
                    .prices()
                    .at(now)
                    .map(price -> price.cost(Usage.of(1_000_000, 1_000_000), now))
                    .filter(cost -> cost instanceof Cost.Known(var money, _) && money.nano() == 0)
                    .isPresent())
            .filter(model -> !model.vendor().equals("local"))
            .map(CatalogModel::id)
            .toList();

    assertThat(free).hasSizeLessThan(80);
    assertThat(free).noneMatch(id -> id.startsWith("openai/") || id.startsWith("anthropic/"));
  }

  @Test
  void unknownPricesAreAbsentFromTheData() {
    CatalogModel unpriced =
        catalog.models().stream()
            .filter(model -> model.prices().prices().isEmpty())
            .findFirst()
            .orElseThrow();

    assertThat(unpriced.prices().cost(Usage.of(1, 1), now)).isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void datesAreSane() {
    LocalDate first = LocalDate.of(2020, 1, 1);
    LocalDate last = catalog.date().plusYears(6);
    for (CatalogModel model : catalog.models()) {
      Stream.of(model.released(), model.retires())
          .filter(Objects::nonNull)
          .forEach(day -> assertThat(day).as(model.id()).isBetween(first, last));
      for (Price price : model.prices().prices()) {
        Instant from = price.from();
        if (from == null) continue;
        assertThat(from.atOffset(ZoneOffset.UTC).toLocalDate())
            .as(price.id())
            .isBetween(first, last);
      }
    }
  }

  @Test
  void limitsAreSane() {
    for (CatalogModel model : catalog.models()) {
      Integer context = model.contextTokens();
      Integer output = model.maxOutputTokens();
      if (context != null) assertThat(context).as(model.id()).isBetween(1, 20_000_000);
      if (output != null) assertThat(output).as(model.id()).isPositive();
      if (context != null && output != null) {
        assertThat(output).as(model.id()).isLessThanOrEqualTo(context);
      }
    }
  }

  @Test
  void everyVendorCanBeCalled() {
    for (Vendor vendor : catalog.vendors()) {
      assertThat(DIALECTS).as(vendor.name()).contains(vendor.dialect());
      String address = vendor.baseUrl();
      if (address == null) continue;
      URI uri = URI.create(address);
      assertThat(uri.getHost()).as(vendor.name()).isNotNull();
      assertThat(uri.getScheme())
          .as(vendor.name())
          .isEqualTo(vendor.kind() == Vendor.Kind.SERVER ? "http" : "https");
    }
  }

  @Test
  void vendorsKnowTheirOwnComplaintsAboutLongPrompts() {
    assertTooLong("anthropic", "prompt is too long: 213462 tokens > 200000 maximum");
    assertTooLong("openai", "Your input exceeds the context window of this model.");
    assertTooLong("openai", "This model's maximum context length is 128000 tokens.");
    assertTooLong("gemini", "The input token count (1196265) exceeds the maximum number of tokens");
    assertTooLong("xai", "This model's maximum prompt length is 131072 but the request contains");
    assertTooLong("groq", "Please reduce the length of the messages or completion.");
    assertTooLong("bedrock", "Input is too long for requested model.");
  }

  private void assertTooLong(String vendor, String message) {
    assertThat(catalog.vendor(vendor).orElseThrow().saysTooLong(message)).as(message).isTrue();
  }

  @Test
  void isSortedAndSmall() throws IOException {
    byte[] data = resource("catalog.json");
    assertThat(data.length).isLessThan(1_000_000);
    assertThat(catalog.models()).extracting(CatalogModel::id).isSorted();
  }

  @Test
  void saysWhereItComesFrom() throws IOException {
    Json provenance = Json.parse(resource("provenance.json"));
    String attribution = new String(resource("ATTRIBUTION.md"), StandardCharsets.UTF_8);

    assertThat(text(provenance, "date")).isEqualTo(catalog.date().toString());
    assertThat(((Json.Obj) provenance).field("packages"))
        .hasValueSatisfying(packages ->
            assertThat(((Json.Arr) packages).items())
                .isNotEmpty()
                .allSatisfy(source -> {
                  assertThat(((Json.Obj) source).fields())
                      .containsKeys("version", "sha256", "licence", "use");
                  assertThat(attribution).contains(text(source, "name"));
                  assertThat(text(source, "copyright").split("; "))
                      .allSatisfy(holder -> assertThat(attribution).contains(holder));
                }));
  }

  private static String text(Json object, String field) {
    return ((Json.Str) ((Json.Obj) object).field(field).orElseThrow()).value();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ModelCatalog.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static Stream<Rates> rates(Price price) {
    return Stream.concat(Stream.of(price.base()), price.tiers().stream().map(Tier::rates));
  }

  private static Stream<Long> amounts(Rates rates) {
    return Stream.of(
            rates.input(),
            rates.output(),
            rates.cacheRead(),
            rates.cacheWrite5m(),
            rates.cacheWrite1h(),
            rates.reasoning())
        .filter(Objects::nonNull);
  }
}

package dev.fairway.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.ModelTraits.Feature;
import dev.fairway.inference.chat.ModelTraits.Thinking;
import dev.fairway.inference.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant NEXT_YEAR = Instant.parse("2027-01-01T00:00:00Z");

  private final ModelCatalog catalog =
      parse(
          """
          {"format":1,"date":"2026-11-24","currency":"USD","peaks":{},
          "vendors":[
          {"name":"maker","title":"Maker","kind":"maker","dialect":"openai-compatible",
           "reasoningRejects":["stop","presence_penalty"],"contextTooLong":["too many tokens"]},
          {"name":"east","title":"East","kind":"host","baseUrl":"https://api.east.example/v1","dialect":"openai-compatible","ignores":["tool_choice","user"]},
          {"name":"west","title":"West","kind":"host","dialect":"openai-compatible"}],
          "models":[
          {"vendor":"maker","name":"wise","can":["reasoning","tools"],"cannot":["images"],"thinking":"level",
           "sampling":false,"maxOutput":1000,"aliases":["wise-2026"],
           "prices":[{"input":1,"output":2,"source":"test"},{"from":"2026-06-01","input":3,"output":4,"source":"test"}]},
          {"vendor":"east","name":"wise"},
          {"vendor":"east","name":"open","prices":[{"input":1,"output":1,"source":"test"}]},
          {"vendor":"west","name":"open"},
          {"vendor":"west","name":"lone"}]}
          """);

  @Test
  void findsAModelByVendorAndName() {
    assertThat(id("maker/wise")).isEqualTo("maker/wise");
    assertThat(id("maker/wise-2026")).isEqualTo("maker/wise");
    assertThat(catalog.find("east", "wise")).map(CatalogModel::id).contains("east/wise");
    assertThat(catalog.find("nobody", "wise")).isEmpty();
  }

  @Test
  void aBareNameMeansTheMakersModel() {
    assertThat(id("wise")).isEqualTo("maker/wise");
    assertThat(id("wise-2026")).isEqualTo("maker/wise");
    assertThat(id("lone")).isEqualTo("west/lone");
  }

  @Test
  void aNameThatSeveralHostsShareIsAmbiguous() {
    assertThat(catalog.find("open")).isEmpty();
    assertThat(catalog.offerings("open"))
        .extracting(offering -> offering.model().id())
        .containsExactly("east/open", "west/open");
    assertThat(catalog.offerings("none")).isEmpty();
  }

  @Test
  void pricesACallByTheMomentItWasAdmitted() {
    assertThat(catalog.cost("maker", "wise", Usage.of(1000, 10), NOW))
        .isEqualTo(new Cost.Known(new Money(3_040_000, "USD"), "maker/wise@2026-06-01"));
    assertThat(
            catalog.cost(
                "maker", "wise-2026", Usage.of(1000, 10), Instant.parse("2026-05-31T23:59:59Z")))
        .isEqualTo(new Cost.Known(new Money(1_020_000, "USD"), "maker/wise"));
  }

  @Test
  void unknownIsNeverZero() {
    assertThat(catalog.cost("west", "open", Usage.of(1, 1), NOW)).isInstanceOf(Cost.Unknown.class);
    assertThat(catalog.cost("west", "missing", Usage.of(1, 1), NOW))
        .isEqualTo(new Cost.Unknown("the catalog has no model west/missing"));
  }

  @Test
  void tellsADialectWhatItMustKnow() {
    assertThat(catalog.traits("maker", "wise"))
        .isEqualTo(
            new ModelTraits(
                1000,
                false,
                Thinking.LEVEL,
                Set.of(Feature.IMAGES, Feature.STOP, Feature.PENALTIES)));
    assertThat(catalog.traits("east", "never-heard-of").unsupported())
        .containsExactly(Feature.TOOL_CHOICE);
    assertThat(catalog.traits("nobody", "wise")).isEqualTo(ModelTraits.UNKNOWN);
  }

  @Test
  void findsAVendorByItsAddress() {
    assertThat(catalog.vendorAt("https://api.east.example/v1/")).map(Vendor::name).contains("east");
    assertThat(catalog.vendorAt("https://api.east.example/v1")).map(Vendor::name).contains("east");
    assertThat(catalog.vendorAt("https://api.east.example/v10")).isEmpty();
    assertThat(catalog.vendorAt("https://api.east.example.org/v1")).isEmpty();
  }

  @Test
  void knowsWhatAVendorSaysOfLongPrompts() {
    Vendor maker = catalog.vendor("maker").orElseThrow();

    assertThat(maker.saysTooLong("400: Too many tokens in the prompt")).isTrue();
    assertThat(maker.saysTooLong("too many requests")).isFalse();
  }

  @Test
  void anOverrideChangesWhatItNamesAndNothingElse() {
    ModelCatalog changed =
        catalog.with(
            List.of(
                new ModelOverride(
                    "maker",
                    "wise",
                    null,
                    Set.of(Capability.AUDIO),
                    Set.of(Capability.TOOLS),
                    null,
                    null,
                    2000,
                    List.of("clever"),
                    true,
                    PriceList.of(
                        Price.of("agreed", "USD", NEXT_YEAR, Rates.of(1_000, 1_000), "Model")))));

    CatalogModel model = changed.find("clever").orElseThrow();
    assertThat(model.maxOutputTokens()).isEqualTo(2000);
    assertThat(model.aliases()).containsExactly("wise-2026", "clever");
    assertThat(model.deprecated()).isTrue();
    assertThat(model.sampling()).isFalse();
    assertThat(model.can()).contains(Capability.AUDIO).doesNotContain(Capability.TOOLS);
    assertThat(model.cannot()).contains(Capability.TOOLS).doesNotContain(Capability.AUDIO);
    assertThat(changed.traits(model).unsupported()).contains(ModelTraits.Feature.TOOLS);
    assertThat(model.prices().at(NEXT_YEAR.minusMillis(1)))
        .map(Price::id)
        .contains("maker/wise@2026-06-01");
    assertThat(model.prices().at(NEXT_YEAR)).map(Price::id).contains("agreed");
    assertThat(changed.offerings("clever")).hasSize(1);
    assertThat(catalog.find("clever")).isEmpty();
  }

  @Test
  void anOverrideAddsAModel() {
    ModelCatalog changed =
        catalog.with(
            List.of(
                ModelOverride.prices(
                    "west",
                    "own",
                    PriceList.of(Price.of("own", "EUR", null, Rates.of(1, 1), "x")))));

    assertThat(changed.find("west/own")).isPresent();
    assertThat(changed.cost("west", "own", Usage.of(500, 500), NOW))
        .isEqualTo(new Cost.Known(new Money(1, "EUR"), "own"));
    assertThat(changed.models()).hasSize(catalog.models().size() + 1);
  }

  @Test
  void anOverrideCannotTakeAnothersName() {
    assertThatThrownBy(() -> catalog.with(List.of(aliasOf("lone", "open"))))
        .hasMessage("alias west/open of lone is a model");
    assertThatThrownBy(() -> catalog.with(List.of(aliasOf("lone", "x"), aliasOf("open", "x"))))
        .hasMessage("west/x names two models: lone and open");
    assertThatThrownBy(
            () -> catalog.with(List.of(ModelOverride.prices("nobody", "m", PriceList.UNKNOWN))))
        .hasMessage("nobody/m: there is no such vendor");
  }

  private static ModelOverride aliasOf(String name, String alias) {
    return new ModelOverride(
        "west",
        name,
        null,
        Set.of(),
        Set.of(),
        null,
        null,
        null,
        List.of(alias),
        null,
        PriceList.UNKNOWN);
  }

  @Test
  void saysWhatIsWrongInItsData() {
    assertThatThrownBy(() -> parse("{\"format\":2}")).hasMessage("catalog.format is not 1");
    assertThatThrownBy(() -> parse("{\"format\":1"))
        .hasMessageStartingWith("the catalog cannot be read");
    assertThatThrownBy(() ->
            parse(
                """
                {"format":1,"date":"2026-11-24","currency":"USD","vendors":[],
                "models":[{"vendor":"v","name":"m","task":"dance"}]}\
                """))
        .hasMessage("catalog.models[0].task does not know dance");
  }

  private String id(String name) {
    return catalog.find(name).map(CatalogModel::id).orElse("nothing");
  }

  private static ModelCatalog parse(String json) {
    return ModelCatalog.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.fairway.inference.routing;

import static dev.fairway.inference.routing.Simulation.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.catalog.Capability;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.chat.ModelFailure;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a target must be to be considered, and what is said when none is.
class FilterTest {
  private static final Set<Ability> ALL = EnumSet.allOf(Ability.class);
  private final Simulation world = new Simulation();

  @Test
  void onlyTargetsThatCanDoItAreAsked() {
    for (Ability ability : Ability.values()) {
      Set<Ability> others = EnumSet.complementOf(EnumSet.of(ability));
      route(target("a").withAbilities(others), target("b").withAbilities(ALL));
      assertThat(answerer(CallNeeds.NOTHING.withAbilities(Set.of(ability)))).isEqualTo("b");
    }
  }

  @Test
  void theCatalogSaysWhatATargetCannotDo() {
    CatalogModel model = CatalogModel.unknown("v", "m");
    assertThat(target("a").described(model)).isEqualTo(target("a"));
    Target described =
        target("a")
            .described(
                new CatalogModel(
                    model.vendor(),
                    model.name(),
                    model.title(),
                    model.task(),
                    model.can(),
                    Set.of(Capability.STRUCTURED_OUTPUT, Capability.VIDEO),
                    model.thinking(),
                    model.sampling(),
                    8_000,
                    model.maxOutputTokens(),
                    model.dimensions(),
                    model.aliases(),
                    model.released(),
                    model.deprecated(),
                    model.retires(),
                    model.successor(),
                    model.prices()));
    assertThat(described.contextTokens()).isEqualTo(8_000);
    assertThat(described.abilities())
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Ability.JSON_SCHEMA)));
  }

  @Test
  void anAbilityThatNoTargetHasIsNamed() {
    route(target("a").withAbilities(Set.of(Ability.STREAMING)));
    assertThat(failure(CallNeeds.NOTHING.withAbilities(Set.of(Ability.JSON_SCHEMA))))
        .isEqualTo(
            new ModelFailure.UnsupportedParameter(
                "route r: no target can do what the call asks for: response_format",
                "response_format"));
  }

  @Test
  void onlyTargetsThatHoldThePromptAreAsked() {
    route(target("a").withContextTokens(8_000), target("b").withContextTokens(128_000));
    assertThat(answerer(CallNeeds.NOTHING.withTokens(20_000, 10))).isEqualTo("b");
    assertThat(failure(CallNeeds.NOTHING.withTokens(200_000, 10)))
        .isInstanceOf(ModelFailure.ContextTooLong.class);
  }

  @Test
  void onlyTargetsThatAreCheapEnoughAreAsked() {
    world.pricesAre((target, in, out) ->
        switch (target.id()) {
          case "dear" -> in * 1_000 + out * 15_000;
          case "cheap" -> (in + out) * 1_000;
          default -> CostEstimate.UNKNOWN;
        });
    BigDecimal ten = BigDecimal.TEN;
    route(
        target("unknown").withMaxCostPerMillion(ten),
        target("dear").withMaxCostPerMillion(ten),
        target("cheap").withMaxCostPerMillion(ten));
    assertThat(answerer(CallNeeds.NOTHING.withTokens(100, 100))).isEqualTo("cheap");
    route(target("unknown").withMaxCostPerMillion(ten), target("dear").withMaxCostPerMillion(ten));
    assertThat(failure(CallNeeds.NOTHING.withTokens(100, 100)).message())
        .contains("maxCostPerMillion");
  }

  @Test
  void onlyTargetsTheCallerMayUseAreAsked() {
    route(target("a"), target("b"));
    assertThat(answerer(CallNeeds.NOTHING.withAllowed(target -> target.id().equals("b"))))
        .isEqualTo("b");
    assertThat(failure(CallNeeds.NOTHING.withAllowed(_ -> false)).message())
        .contains("no target with a weight above 0 is open to this caller");
  }

  @Test
  void aBindingToATargetThatIsGoneIsNamed() {
    route(target("a"));
    assertThat(failure(CallNeeds.NOTHING.withBoundTo("gone")).message()).contains("bound to gone");
  }

  @Test
  void sixtyFourTargetsAreBitsAsWell() {
    Target[] targets = new Target[64];
    for (int i = 0; i < 64; i++) {
      targets[i] = target("t" + i);
    }
    route(targets);
    assertThat(answerer(CallNeeds.NOTHING.withBoundTo("t63"))).isEqualTo("t63");
    world.callers(100, Simulation.seconds(10));
    world.settle();
    for (int i = 0; i < 63; i++) {
      assertThat(world.provider("t" + i).requests()).isBetween(12, 19);
    }
  }

  private void route(Target... targets) {
    world.route(new RoutingPolicy.Weighted(), List.of(targets));
  }

  private String answerer(CallNeeds needs) {
    SimulatedCall call = world.call(needs);
    world.settle();
    return String.valueOf(call.answeredBy());
  }

  private ModelFailure failure(CallNeeds needs) {
    SimulatedCall call = world.call(needs);
    world.settle();
    return call.failure().orElseThrow();
  }
}

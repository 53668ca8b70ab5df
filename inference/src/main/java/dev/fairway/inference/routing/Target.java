package dev.fairway.inference.routing;

import dev.fairway.inference.catalog.CatalogModel;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One place a route's calls can go to.
///
/// @param id name within the route; health, shares and assignments of subjects hang on it
/// @param provider identity of the provider; all targets of one provider share its limits
/// @param model the provider's name of the model
/// @param weight share among the targets, 0 to 1000; 0 gets none but the calls that are bound to it
/// @param priority tier of [RoutingPolicy.Priority] and of fallbacks; the lowest number is used
///   first
/// @param contextTokens largest prompt and answer together; [#UNBOUNDED] when not known
/// @param maxCostPerMillion most that a million tokens of input, and of output, may cost; null for
///   no limit. A target whose price is unknown never meets a limit
public record Target(
    String id,
    String provider,
    String model,
    int weight,
    int priority,
    long contextTokens,
    Set<Ability> abilities,
    @Nullable BigDecimal maxCostPerMillion) {
  public static final long UNBOUNDED = Long.MAX_VALUE;
  private static final int MAX_WEIGHT = 1000;

  public Target {
    Objects.requireNonNull(id, "id");
    abilities = Set.copyOf(abilities);
    if (weight < 0 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "weight of target %s must be from 0 to %d, is %d".formatted(id, MAX_WEIGHT, weight));
    }
    if (contextTokens <= 0) {
      throw new IllegalArgumentException(
          "contextTokens of target %s must be positive, is %d".formatted(id, contextTokens));
    }
  }

  /// A target of weight 1 and the first tier that can do everything.
  public static Target of(String id, String provider, String model) {
    return new Target(id, provider, model, 1, 0, UNBOUNDED, EnumSet.allOf(Ability.class), null);
  }

  /// With what the catalog says of the model. What it does not know is taken to be there: the
  /// provider will say so if it is not.
  public Target described(CatalogModel model) {
    Set<Ability> can = EnumSet.allOf(Ability.class);
    can.removeIf(ability -> model.cannot().contains(ability.capability()));
    Integer window = model.contextTokens();
    return withAbilities(can).withContextTokens(window == null ? UNBOUNDED : window);
  }

  public Target withWeight(int changed) {
    return new Target(
        id, provider, model, changed, priority, contextTokens, abilities, maxCostPerMillion);
  }

  public Target withPriority(int changed) {
    return new Target(
        id, provider, model, weight, changed, contextTokens, abilities, maxCostPerMillion);
  }

  public Target withContextTokens(long changed) {
    return new Target(id, provider, model, weight, priority, changed, abilities, maxCostPerMillion);
  }

  public Target withAbilities(Set<Ability> changed) {
    return new Target(
        id, provider, model, weight, priority, contextTokens, changed, maxCostPerMillion);
  }

  public Target withMaxCostPerMillion(@Nullable BigDecimal changed) {
    return new Target(id, provider, model, weight, priority, contextTokens, abilities, changed);
  }
}

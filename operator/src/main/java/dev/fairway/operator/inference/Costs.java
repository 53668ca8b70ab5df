package dev.fairway.operator.inference;

import dev.fairway.api.v1.Cost;
import dev.fairway.inference.chat.Usage;
import dev.fairway.operator.provider.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What calls cost: nothing in this process, elsewhere what the catalog or a Model object says.
final class Costs {
  private Costs() {}

  /// @param admitted when the call was claimed: its price is that of this moment
  /// @return null when it is not known
  static @Nullable Cost of(Target target, Usage usage, Instant admitted) {
    return switch (target.known().prices().cost(usage, admitted)) {
      case dev.fairway.inference.catalog.Cost.Known(var money, _) ->
          Cost.of(money.amount(), money.currency());
      case dev.fairway.inference.catalog.Cost.Unknown _ -> null;
    };
  }
}

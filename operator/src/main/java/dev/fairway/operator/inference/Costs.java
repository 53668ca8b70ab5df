package dev.fairway.operator.inference;

import dev.fairway.api.v1.Cost;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.chat.Usage;
import dev.fairway.operator.provider.RemoteModels;
import dev.fairway.operator.provider.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What calls cost: nothing in this process, elsewhere what the catalog says.
record Costs(RemoteModels remote) {
  /// @param admitted when the call was claimed: its price is that of this moment
  /// @return null when it is not known
  @Nullable Cost of(Target target, Usage usage, Instant admitted) {
    var cost =
        switch (target) {
          case Target.Local local ->
              Price.free(local.provider() + "/" + local.model()).cost(usage, admitted);
          case Target.Remote there -> remote.cost(there.spec(), there.model(), usage, admitted);
        };
    return switch (cost) {
      case dev.fairway.inference.catalog.Cost.Known(var money, _) ->
          Cost.of(money.amount(), money.currency());
      case dev.fairway.inference.catalog.Cost.Unknown _ -> null;
    };
  }
}

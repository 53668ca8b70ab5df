package dev.fairway.inference.catalog;

import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The prices of a model over time, the oldest first. Each holds until the next begins.
public record PriceList(List<Price> prices) {
  private static final Comparator<Price> BY_BEGIN =
      Comparator.comparing(Price::from, Comparator.nullsFirst(Comparator.naturalOrder()));

  /// Nobody has stated a price.
  public static final PriceList UNKNOWN = new PriceList(List.of());

  public PriceList {
    prices = prices.stream().sorted(BY_BEGIN).toList();
    Set<@Nullable Instant> begins = new HashSet<>();
    for (Price price : prices) {
      if (!begins.add(price.from())) {
        throw new IllegalArgumentException("two prices begin at " + price.from());
      }
    }
  }

  public static PriceList of(Price... prices) {
    return new PriceList(List.of(prices));
  }

  /// The price of a moment; nothing when none is known.
  public Optional<Price> at(Instant moment) {
    return prices.reversed().stream()
        .filter(price -> price.from() == null || !moment.isBefore(price.from()))
        .findFirst()
        .filter(price -> price.holds(moment));
  }

  /// What a call cost.
  ///
  /// @param at when it was admitted
  public Cost cost(Usage usage, Instant at) {
    return at(at)
        .map(price -> price.cost(usage, at))
        .orElseGet(() -> new Cost.Unknown("no price of the model is known for " + at));
  }

  /// These prices until the first of the others begins, and the others from then on.
  public PriceList until(PriceList others) {
    if (others.prices.isEmpty()) return this;
    Instant change = others.prices.getFirst().from();
    if (change == null) return others;
    Stream<Price> before =
        prices.stream().filter(price -> price.from() == null || price.from().isBefore(change));
    return new PriceList(Stream.concat(before, others.prices.stream()).toList());
  }
}

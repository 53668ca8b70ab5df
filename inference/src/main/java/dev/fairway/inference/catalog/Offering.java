package dev.fairway.inference.catalog;

import java.time.Instant;
import java.util.Optional;

/// A model at a vendor that answers for it, with its price and limits.
public record Offering(Vendor vendor, CatalogModel model) {
  /// The price of a moment; nothing when none is known.
  public Optional<Price> price(Instant at) {
    return model.prices().at(at);
  }
}

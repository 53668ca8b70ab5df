package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.PriceList;

/// Prices of a model as one source states them.
///
/// @param exact whether the source names this very model, rather than a family of names
record Stated(PriceList prices, boolean exact) {}

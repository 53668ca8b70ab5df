/// What is known of models, vendors and prices: [dev.fairway.inference.catalog.ModelCatalog] is the
/// entry. Everything is an immutable value that any thread may use. The built-in data is a resource
/// made from public packages (see `inference/catalog/README.md`) and read on first use; nothing is
/// fetched at run time. Money is whole numbers: prices in pico units per token, costs in nano
/// units. What the sources do not state is unknown here, never 0.
@NullMarked
package dev.fairway.inference.catalog;

import org.jspecify.annotations.NullMarked;

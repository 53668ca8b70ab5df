package dev.fairway.gateway.snapshot;

import java.util.Collection;
import java.util.Optional;

/// A provider as routes see it.
interface OfferSource {
  /// Whom the catalog has its models under.
  String vendor();

  /// Names of the models it is known to have.
  Collection<String> listed();

  /// The model of that name; a provider may have models that nobody has listed.
  Optional<Offer> find(String model);
}

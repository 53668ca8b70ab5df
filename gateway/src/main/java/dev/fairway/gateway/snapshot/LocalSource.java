package dev.fairway.gateway.snapshot;

import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.Target;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// The models of this process.
record LocalSource(String provider, Map<String, LocalServing> models, ProviderGate gate)
    implements OfferSource {
  static final String NAME = "local";
  private static final PriceList FREE = PriceList.of(Price.free("local"));

  @Override
  public String vendor() {
    return NAME;
  }

  @Override
  public Collection<String> listed() {
    return models.keySet();
  }

  @Override
  public Optional<Offer> find(String model) {
    return Optional.ofNullable(models.get(model)).map(this::offer);
  }

  private Offer offer(LocalServing local) {
    Serving serving =
        new Serving(
            provider,
            local.name(),
            null,
            local.chat(),
            local.embeddings(),
            ModelTraits.UNKNOWN,
            FREE);
    Target target = Target.of(provider + "/" + local.name(), NAME, local.name());
    return new Offer(serving, target, gate, Instant.EPOCH);
  }
}

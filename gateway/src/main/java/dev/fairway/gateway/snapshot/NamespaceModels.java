package dev.fairway.gateway.snapshot;

import dev.fairway.api.v1.Model;
import dev.fairway.api.v1.ModelCapabilities;
import dev.fairway.api.v1.ModelLimits;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.api.v1.ModelRoute;
import dev.fairway.api.v1.ModelRouteSpec;
import dev.fairway.api.v1.ParameterPolicy;
import dev.fairway.api.v1.Pricing;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.api.v1.RouteTarget;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.routing.Ability;
import dev.fairway.inference.routing.Target;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that callers of one namespace may use. A ModelRoute goes before a Model of its name,
/// that before an alias, and that before `provider/model`. For one thread.
final class NamespaceModels {
  private final String namespace;
  private final Map<String, OfferSource> sources;
  private final ModelCatalog catalog;
  private final Routers routers;
  private final Complaints complaints;
  private final Map<String, ServedModel> names = new HashMap<>();
  private final Map<String, Offer> models = new HashMap<>();

  NamespaceModels(
      String namespace,
      Map<String, OfferSource> sources,
      ModelCatalog catalog,
      Routers routers,
      Complaints complaints) {
    this.namespace = namespace;
    this.sources = sources;
    this.catalog = catalog;
    this.routers = routers;
    this.complaints = complaints;
  }

  Map<String, ServedModel> all(Configuration now) {
    sources.forEach(this::list);
    now.models().stream().filter(this::isHere).forEach(model -> tryTo(model, () -> add(model)));
    now.routes().stream().filter(this::isHere).forEach(route -> tryTo(route, () -> add(route)));
    return names;
  }

  private void list(String provider, OfferSource source) {
    for (String model : source.listed()) {
      String name = provider + "/" + model;
      source.find(model).ifPresent(offer -> names.put(name, single(name, provider, offer)));
    }
  }

  private boolean isHere(HasMetadata object) {
    return object.getMetadata().getNamespace().equals(namespace);
  }

  private void tryTo(HasMetadata object, Runnable add) {
    try {
      add.run();
    } catch (IllegalArgumentException e) {
      complaints.leftOut(
          "%s %s/%s".formatted(object.getKind(), namespace, object.getMetadata().getName()),
          "" + e.getMessage());
    }
  }

  private void add(Model model) {
    String name = model.getMetadata().getName();
    String provider = model.getSpec().providerRef().name();
    Offer offer = offer(name, model);
    ServedModel served = single(name, provider, offer);
    models.put(name, offer);
    names.put(name, served);
    for (String alias : model.getSpec().aliases()) {
      if (models.putIfAbsent(alias, offer) == null) names.put(alias, served);
    }
  }

  private ServedModel single(String name, String owner, Offer offer) {
    return routers.single(namespace + "/" + name, name, owner, offer);
  }

  private Offer offer(String name, Model model) {
    String upstream = model.getSpec().upstreamName();
    Offer offer =
        source("spec.providerRef.name", model.getSpec().providerRef().name())
            .find(upstream == null ? name : upstream)
            .orElseThrow(() ->
                new IllegalArgumentException("spec.upstreamName: the provider has no such model"));
    Serving serving = offer.serving();
    return new Offer(
        new Serving(
            serving.provider(),
            serving.model(),
            serving.direct(),
            serving.chat(),
            serving.embeddings(),
            serving.traits(),
            serving.prices().until(prices(name, model.getSpec().pricing()))),
        described(offer.target(), model),
        offer.gate(),
        created(model));
  }

  private static Target described(Target target, Model model) {
    ModelLimits limits = model.getSpec().limits();
    Target sized =
        limits == null || limits.contextTokens() == null
            ? target
            : target.withContextTokens(limits.contextTokens());
    ModelCapabilities can = model.getSpec().capabilities();
    if (can == null) return sized;
    Set<Ability> abilities = EnumSet.noneOf(Ability.class);
    abilities.addAll(target.abilities());
    set(abilities, Ability.TOOLS, can.tools());
    set(abilities, Ability.IMAGES, can.images());
    set(abilities, Ability.DOCUMENTS, can.documents());
    set(abilities, Ability.AUDIO, can.audio());
    set(abilities, Ability.JSON_SCHEMA, can.jsonSchema());
    return sized.withAbilities(abilities);
  }

  private static void set(Set<Ability> abilities, Ability ability, @Nullable Boolean has) {
    if (has == null) return;
    if (has) {
      abilities.add(ability);
    } else {
      abilities.remove(ability);
    }
  }

  private PriceList prices(String model, List<Pricing> said) {
    return new PriceList(said.stream().map(one -> price(model, one)).toList());
  }

  private Price price(String model, Pricing said) {
    String id = "%s/%s@%s".formatted(namespace, model, said.validFrom());
    Long write = pico(said.cacheWritePerMillion());
    Rates rates =
        new Rates(
            pico(said.inputPerMillion()),
            pico(said.outputPerMillion()),
            pico(said.cachedInputPerMillion()),
            write,
            write,
            null);
    return Price.of(id, said.currency(), said.validFrom(), rates, "Model " + model);
  }

  private static @Nullable Long pico(@Nullable String perMillion) {
    return perMillion == null ? null : Rates.pico(new BigDecimal(perMillion));
  }

  private void add(ModelRoute route) {
    String name = route.getMetadata().getName();
    ModelRouteSpec spec = route.getSpec();
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < spec.targets().size(); i++) {
      offers.add(target("spec.targets[%d].modelRef".formatted(i), spec.targets().get(i), offers));
    }
    names.put(
        name,
        routers.routed(
            namespace + "/route/" + name,
            RouteRules.route(name, spec, offers.stream().map(Offer::target).toList()),
            namespace,
            created(route),
            offers,
            spec.parameterPolicy() == ParameterPolicy.LENIENT
                ? Unsupported.DROP
                : Unsupported.REFUSE));
  }

  /// A target's id is its model, so that its health outlives changes of other targets.
  private Offer target(String field, RouteTarget said, List<Offer> before) {
    Offer offer = find(field, said.modelRef());
    String id = offer.target().id();
    long same =
        before.stream().filter(one -> (one.target().id() + "#").startsWith(id + "#")).count();
    return offer.withTarget(
        RouteRules.target(offer.target(), same == 0 ? id : id + "#" + same, said));
  }

  private Offer find(String field, ModelRef ref) {
    String provider = ref.provider();
    if (provider != null) {
      OfferSource source = source(field + ".provider", provider);
      boolean kserve = source.vendor().equals("kserve");
      return source
          .find(ref.upstreamName(kserve ? ProviderType.KSERVE : ProviderType.OPENAI))
          .orElseThrow(() -> unknown(field, ref));
    }
    Offer model = models.get(ref.name());
    return model == null ? listed(ref).orElseThrow(() -> unknown(field, ref)) : model;
  }

  /// A name of the catalog means the provider that is its maker.
  private Optional<Offer> listed(ModelRef ref) {
    Optional<CatalogModel> entry = catalog.find(ref.upstreamName(ProviderType.OPENAI));
    Optional<Offer> made =
        entry.flatMap(model ->
            sources.values().stream()
                .filter(source -> source.vendor().equals(model.vendor()))
                .findFirst()
                .flatMap(source -> source.find(model.name())));
    return made.or(() ->
        Optional.ofNullable(sources.get(LocalSource.NAME))
            .flatMap(local -> local.find(ref.name())));
  }

  private OfferSource source(String field, String provider) {
    OfferSource source = sources.get(provider);
    if (source == null) {
      throw new IllegalArgumentException(
          "%s: no usable ModelProvider %s is visible from namespace %s"
              .formatted(field, provider, namespace));
    }
    return source;
  }

  private static IllegalArgumentException unknown(String field, ModelRef ref) {
    return new IllegalArgumentException(
        "%s.name: there is no model %s".formatted(field, ref.name()));
  }

  private static Instant created(HasMetadata object) {
    return Instant.parse(
        Objects.requireNonNull(object.getMetadata().getCreationTimestamp(), "creationTimestamp"));
  }
}

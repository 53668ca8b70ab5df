package dev.fairway.inference.catalog;

import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every model that is known, and who sells it for what. Immutable; a changed catalog is a new one
/// with indexes of its own, so whoever holds a catalog never sees half a change. Any thread.
public final class ModelCatalog {
  private static final String RESOURCE = "catalog.json";

  private final LocalDate date;
  private final Map<String, Vendor> vendors;
  private final Map<String, CatalogModel> byId;
  private final Map<String, CatalogModel> byAlias;
  private final Map<String, List<Offering>> byName;

  /// @throws IllegalArgumentException when two models of a vendor share a name or alias, or a
  ///   vendor is missing
  ModelCatalog(LocalDate date, Collection<Vendor> vendors, Collection<CatalogModel> models) {
    this.date = date;
    this.vendors =
        vendors.stream()
            .collect(
                Collectors.toMap(
                    Vendor::name, Function.identity(), (one, _) -> one, LinkedHashMap::new));
    this.byId = new TreeMap<>();
    models.forEach(model -> putNew(byId, model.id(), model));
    this.byAlias = new TreeMap<>();
    byId.values().forEach(this::indexAliases);
    this.byName =
        byId.values().stream()
            .map(model -> new Offering(vendorOf(model), model))
            .flatMap(offering -> names(offering).map(name -> Map.entry(name, offering)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableList())));
  }

  private void indexAliases(CatalogModel model) {
    for (String alias : model.aliases()) {
      String id = model.vendor() + "/" + alias;
      if (byId.containsKey(id)) {
        throw new IllegalArgumentException("alias %s of %s is a model".formatted(id, model.name()));
      }
      putNew(byAlias, id, model);
    }
  }

  private static void putNew(Map<String, CatalogModel> map, String id, CatalogModel model) {
    CatalogModel other = map.put(id, model);
    if (other != null) {
      throw new IllegalArgumentException(
          "%s names two models: %s and %s".formatted(id, other.name(), model.name()));
    }
  }

  private Vendor vendorOf(CatalogModel model) {
    Vendor vendor = vendors.get(model.vendor());
    if (vendor == null) {
      throw new IllegalArgumentException("%s: there is no such vendor".formatted(model.id()));
    }
    return vendor;
  }

  private static Stream<String> names(Offering offering) {
    return Stream.concat(Stream.of(offering.model().name()), offering.model().aliases().stream());
  }

  /// The catalog that comes with the program, read on first use.
  public static ModelCatalog builtIn() {
    return BuiltIn.CATALOG;
  }

  /// A catalog from the JSON that the built-in one is made of.
  ///
  /// @throws IllegalArgumentException naming what is wrong in it
  public static ModelCatalog parse(byte[] json) {
    return CatalogJson.read(json);
  }

  /// The day of the data.
  public LocalDate date() {
    return date;
  }

  /// All vendors, makers of models first.
  public Collection<Vendor> vendors() {
    return vendors.values();
  }

  public Optional<Vendor> vendor(String name) {
    return Optional.ofNullable(vendors.get(name));
  }

  /// The vendor whose API is at that address.
  public Optional<Vendor> vendorAt(String address) {
    String wanted = withSlash(address);
    return vendors.values().stream()
        .filter(vendor -> vendor.baseUrl() != null)
        .filter(vendor -> wanted.startsWith(withSlash("" + vendor.baseUrl())))
        .findFirst();
  }

  private static String withSlash(String address) {
    return address.endsWith("/") ? address : address + "/";
  }

  /// All models, by vendor and name.
  public Collection<CatalogModel> models() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /// The model a vendor calls so, be it an alias.
  public Optional<CatalogModel> find(String vendor, String name) {
    String id = vendor + "/" + name;
    return Optional.ofNullable(byId.get(id)).or(() -> Optional.ofNullable(byAlias.get(id)));
  }

  /// The model of that name: `vendor/name`, or a bare name or alias that only one maker of models
  /// uses, or only one vendor at all. A name that several hosts share and no maker has is ambiguous
  /// and finds nothing; see [#offerings].
  public Optional<CatalogModel> find(String name) {
    CatalogModel exact = byId.getOrDefault(name, byAlias.get(name));
    if (exact != null) return Optional.of(exact);
    List<Offering> all = offerings(name);
    List<Offering> made =
        all.stream().filter(one -> one.vendor().kind() == Vendor.Kind.MAKER).toList();
    List<Offering> candidates = made.isEmpty() ? all : made;
    return candidates.size() == 1 ? Optional.of(candidates.getFirst().model()) : Optional.empty();
  }

  /// Everybody who sells a model of that name or alias, by vendor.
  public List<Offering> offerings(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /// What a call of a model cost; unknown when the model is.
  ///
  /// @param at when the call was admitted
  public Cost cost(String vendor, String name, Usage usage, Instant at) {
    return find(vendor, name)
        .map(model -> model.prices().cost(usage, at))
        .orElseGet(
            () -> new Cost.Unknown("the catalog has no model %s/%s".formatted(vendor, name)));
  }

  /// What a dialect must know to ask the model; [ModelTraits#UNKNOWN] narrowed by the vendor's
  /// quirks for a model that is not in the catalog.
  public ModelTraits traits(String vendor, String name) {
    return traits(known(vendor, name));
  }

  /// The same for an entry that says more than the catalog's own, such as an overridden one.
  public ModelTraits traits(CatalogModel model) {
    return Traits.of(vendors.get(model.vendor()), model);
  }

  /// What is known of a vendor's model: for one that is not in the catalog, nothing.
  public CatalogModel known(String vendor, String name) {
    return find(vendor, name).orElseGet(() -> CatalogModel.unknown(vendor, name));
  }

  /// This catalog with entries changed or added. An override of an unknown vendor is refused.
  ///
  /// @throws IllegalArgumentException when an alias would name two models, or a vendor is missing
  public ModelCatalog with(Collection<ModelOverride> overrides) {
    Map<String, CatalogModel> changed = new TreeMap<>(byId);
    for (ModelOverride override : overrides) {
      String id = override.vendor() + "/" + override.name();
      CatalogModel before =
          changed.getOrDefault(id, CatalogModel.unknown(override.vendor(), override.name()));
      changed.put(id, override.on(before));
    }
    return new ModelCatalog(date, vendors.values(), changed.values());
  }

  private static final class BuiltIn {
    static final ModelCatalog CATALOG = load();

    private static ModelCatalog load() {
      try (InputStream data = ModelCatalog.class.getResourceAsStream(RESOURCE)) {
        if (data == null) throw new IllegalStateException("resource missing: " + RESOURCE);
        return parse(data.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

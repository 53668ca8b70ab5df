package dev.fairway.app;

import dev.fairway.app.Fairway.UsageFailure;
import dev.fairway.app.Terminal.Cell;
import dev.fairway.app.Terminal.Colour;
import dev.fairway.inference.catalog.Capability;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Task;
import dev.fairway.inference.catalog.Tier;
import dev.fairway.inference.catalog.Vendor;
import dev.fairway.inference.chat.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the models Fairway knows, with limits and prices of today.",
      "Prices are for a million tokens; + is more for long prompts, * more at some hours."
    },
    footer = {"", "Example: fairway models --vendor anthropic"})
final class ModelsCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--vendor", paramLabel = "NAME", description = "Only models of this vendor.")
  private @Nullable String vendor;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "Only models for this: ${COMPLETION-CANDIDATES}.")
  private @Nullable Task task;

  @Option(names = "--search", paramLabel = "TEXT", description = "Only models with this in a name.")
  private String search = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text (default), or json.")
  private Output output = Output.TEXT;

  enum Output {
    TEXT,
    JSON
  }

  ModelsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Terminal terminal = shell.terminal();
    ModelCatalog catalog = ModelCatalog.builtIn();
    checkVendor(catalog);
    List<CatalogModel> found = catalog.models().stream().filter(this::isWanted).toList();
    Instant now = Instant.now();
    if (output == Output.JSON) {
      terminal.print(
          found.stream()
              .map(model -> json(model, now).text())
              .collect(Collectors.joining(",\n", "[", "]")));
      return 0;
    }
    if (found.isEmpty()) {
      terminal.progress("no model matches; fairway models lists them all");
      return 0;
    }
    terminal.table(
        List.of("MODEL", "TASK", "CONTEXT", "OUTPUT", "IN", "OUT", "CAN"),
        found.stream().map(model -> row(model, now)).toList());
    terminal.progress(
        "%d models; limits in tokens, prices as of %s".formatted(found.size(), catalog.date()));
    return 0;
  }

  private void checkVendor(ModelCatalog catalog) {
    if (vendor == null || catalog.vendor(vendor).isPresent()) return;
    throw new UsageFailure(
        "--vendor: there is no %s; there are %s"
            .formatted(
                vendor,
                catalog.vendors().stream()
                    .map(Vendor::name)
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }

  private boolean isWanted(CatalogModel model) {
    String wanted = search.toLowerCase(Locale.ROOT);
    return (vendor == null || vendor.equals(model.vendor()))
        && (task == null || task == model.task())
        && Stream.concat(Stream.of(model.id(), model.title()), model.aliases().stream())
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static List<Cell> row(CatalogModel model, Instant now) {
    Optional<Price> price = model.prices().at(now);
    return List.of(
        new Cell(model.id(), model.deprecated() ? Colour.DIM : Colour.PLAIN),
        Cell.of(word(model.task())),
        number(model.contextTokens()),
        number(model.maxOutputTokens()),
        money(price, Rates::input),
        money(price, Rates::output),
        Cell.of(String.join(",", words(model))));
  }

  private static Cell number(@Nullable Integer tokens) {
    return tokens == null ? unknown() : Cell.of(tokens.toString());
  }

  private static Cell money(Optional<Price> price, Function<Rates, @Nullable Long> rate) {
    Long pico = price.isPresent() ? rate.apply(price.get().base()) : null;
    if (price.isEmpty() || pico == null) return unknown();
    String amount = Rates.perMillionTokens(pico).toPlainString();
    String marks =
        (price.get().tiers().isEmpty() ? "" : "+") + (price.get().peak() == null ? "" : "*");
    return Cell.of(amount + marks + " " + price.get().currency());
  }

  private static Cell unknown() {
    return new Cell("unknown", Colour.DIM);
  }

  /// What is unknown is absent.
  private static Json json(CatalogModel model, Instant now) {
    Json.Obj json =
        Json.object("id", new Json.Str(model.id()))
            .with("title", new Json.Str(model.title()))
            .with("task", new Json.Str(word(model.task())))
            .with("capabilities", texts(words(model)));
    if (!model.aliases().isEmpty()) json = json.with("aliases", texts(model.aliases()));
    json = with(json, "contextTokens", model.contextTokens());
    json = with(json, "maxOutputTokens", model.maxOutputTokens());
    if (model.deprecated()) json = json.with("deprecated", new Json.Bool(true));
    LocalDate retires = model.retires();
    if (retires != null) json = json.with("retires", new Json.Str(retires.toString()));
    Optional<Price> price = model.prices().at(now);
    return price.isPresent() ? json.with("price", json(price.get())) : json;
  }

  private static Json json(Price price) {
    Json.Obj json =
        with(
            Json.object("id", new Json.Str(price.id()))
                .with("currency", new Json.Str(price.currency())),
            price.base());
    if (!price.tiers().isEmpty()) {
      json =
          json.with(
              "longPrompts",
              new Json.Arr(price.tiers().stream().<Json>map(ModelsCommand::json).toList()));
    }
    return json.with("source", new Json.Str(price.source()));
  }

  private static Json json(Tier tier) {
    return with(Json.object("aboveTokens", new Json.Num(tier.above())), tier.rates());
  }

  private static Json.Obj with(Json.Obj json, Rates rates) {
    Json.Obj priced = perMillion(json, "inputPerMillion", rates.input());
    priced = perMillion(priced, "outputPerMillion", rates.output());
    priced = perMillion(priced, "cachedInputPerMillion", rates.cacheRead());
    priced = perMillion(priced, "cacheWritePerMillion", rates.cacheWrite5m());
    return perMillion(priced, "cacheWrite1hPerMillion", rates.cacheWrite1h());
  }

  private static Json.Obj with(Json.Obj json, String name, @Nullable Integer number) {
    return number == null ? json : json.with(name, new Json.Num(number));
  }

  private static Json.Obj perMillion(Json.Obj json, String name, @Nullable Long pico) {
    return pico == null
        ? json
        : json.with(name, new Json.Str(Rates.perMillionTokens(pico).toPlainString()));
  }

  private static Json texts(List<String> texts) {
    return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
  }

  private static List<String> words(CatalogModel model) {
    return Stream.of(Capability.values())
        .filter(model.can()::contains)
        .map(ModelsCommand::word)
        .toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.Capability;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.PeakHours;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.catalog.Task;
import dev.fairway.inference.catalog.Tier;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelTraits.Thinking;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes the catalog's JSON: one line a vendor and a model, sorted, the same for the same data.
final class CatalogWriter {
  private final List<PeakHours> peaks = new ArrayList<>();

  /// @param vendors as objects, in the order they shall have
  static String json(LocalDate date, List<Json> vendors, Collection<CatalogModel> models) {
    CatalogWriter writer = new CatalogWriter();
    List<Json> lines =
        models.stream()
            .sorted(Comparator.comparing(CatalogModel::vendor).thenComparing(CatalogModel::name))
            .map(writer::model)
            .toList();
    return """
    {"format":1,
    "date":"%s",
    "currency":"USD",
    "peaks":%s,
    "vendors":[
    %s
    ],
    "models":[
    %s
    ]}
    """
        .formatted(date, writer.peaks().text(), lines(vendors), lines(lines));
  }

  private static String lines(List<Json> objects) {
    return objects.stream().map(Json::text).collect(Collectors.joining(",\n"));
  }

  private Json model(CatalogModel model) {
    Fields fields = new Fields();
    fields.text("vendor", model.vendor());
    fields.text("name", model.name());
    if (!model.title().equals(model.name())) fields.text("title", model.title());
    if (model.task() != Task.CHAT) fields.text("task", word(model.task()));
    fields.texts("can", words(model.can()));
    fields.texts("cannot", words(model.cannot()));
    if (model.thinking() != Thinking.UNKNOWN) fields.text("thinking", word(model.thinking()));
    fields.flag("sampling", model.sampling());
    fields.number("context", model.contextTokens());
    fields.number("maxOutput", model.maxOutputTokens());
    fields.number("dimensions", model.dimensions());
    fields.texts("aliases", model.aliases());
    fields.text("released", model.released());
    if (model.deprecated()) fields.flag("deprecated", true);
    fields.text("retires", model.retires());
    fields.text("successor", model.successor());
    fields.objects("prices", model.prices().prices().stream().map(this::price).toList());
    return fields.object();
  }

  private Json price(Price price) {
    Fields fields = new Fields();
    fields.text("from", day(price.from()));
    fields.text("until", day(price.until()));
    rates(fields, price.base());
    fields.objects("tiers", price.tiers().stream().map(CatalogWriter::tier).toList());
    if (price.peak() != null) fields.text("peak", name(price.peak()));
    if (!price.units().isEmpty()) {
      Fields units = new Fields();
      new TreeMap<>(price.units())
          .forEach((unit, nano) -> units.amount(word(unit), BigDecimal.valueOf(nano, 9)));
      fields.put("units", units.object());
    }
    fields.text("source", price.source());
    return fields.object();
  }

  private static Json tier(Tier tier) {
    Fields fields = new Fields();
    fields.amount("above", BigDecimal.valueOf(tier.above()));
    rates(fields, tier.rates());
    return fields.object();
  }

  private static void rates(Fields fields, Rates rates) {
    fields.pico("input", rates.input());
    fields.pico("output", rates.output());
    fields.pico("cacheRead", rates.cacheRead());
    fields.pico("cacheWrite5m", rates.cacheWrite5m());
    fields.pico("cacheWrite1h", rates.cacheWrite1h());
    fields.pico("reasoning", rates.reasoning());
  }

  private String name(PeakHours peak) {
    if (!peaks.contains(peak)) peaks.add(peak);
    return "peak-" + (peaks.indexOf(peak) + 1);
  }

  private Json peaks() {
    Fields named = new Fields();
    for (PeakHours peak : peaks) {
      Fields fields = new Fields();
      fields.number("times", peak.times());
      fields.put(
          "hours",
          new Json.Arr(
              peak.hours().stream()
                  .<Json>map(hours -> texts(List.of("" + hours.from(), "" + hours.to())))
                  .toList()));
      if (peak.weekdaysOnly()) fields.flag("weekdaysOnly", true);
      fields.texts("except", peak.except().stream().map(LocalDate::toString).sorted().toList());
      fields.text("calendar", peak.calendar());
      named.put(name(peak), fields.object());
    }
    return named.object();
  }

  private static List<String> words(Set<Capability> capabilities) {
    return capabilities.stream().map(CatalogWriter::word).sorted().toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable LocalDate day(@Nullable Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static Json texts(List<String> texts) {
    return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
  }

  /// The fields of one object; those that are null or empty are left out.
  private static final class Fields {
    private final Map<String, Json> fields = new LinkedHashMap<>();

    void put(String name, Json value) {
      fields.put(name, value);
    }

    void text(String name, @Nullable Object value) {
      if (value != null) fields.put(name, new Json.Str(value.toString()));
    }

    void texts(String name, List<String> values) {
      if (!values.isEmpty()) fields.put(name, CatalogWriter.texts(values));
    }

    void objects(String name, List<Json> values) {
      if (!values.isEmpty()) fields.put(name, new Json.Arr(values));
    }

    void flag(String name, @Nullable Boolean value) {
      if (value != null) fields.put(name, new Json.Bool(value));
    }

    void number(String name, @Nullable Integer value) {
      if (value != null) fields.put(name, new Json.Num(value));
    }

    void pico(String name, @Nullable Long value) {
      if (value != null) amount(name, Rates.perMillionTokens(value));
    }

    /// Without an exponent.
    void amount(String name, BigDecimal value) {
      BigDecimal plain = value.stripTrailingZeros();
      fields.put(name, new Json.Num(plain.scale() < 0 ? plain.setScale(0) : plain));
    }

    Json.Obj object() {
      return new Json.Obj(fields);
    }
  }
}

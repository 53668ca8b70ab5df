package dev.fairway.inference.catalog;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelTraits.Thinking;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The catalog's JSON. Token prices in it are units of the currency for a million tokens, other
/// prices units of the currency for one; words of enums are lower case with hyphens.
final class CatalogJson {
  private static final int FORMAT = 1;

  private final String currency;
  private final Map<String, PeakHours> peaks;

  private CatalogJson(String currency, Map<String, PeakHours> peaks) {
    this.currency = currency;
    this.peaks = peaks;
  }

  static ModelCatalog read(byte[] json) {
    try {
      Node root = new Node("catalog", (Json.Obj) Json.parse(json));
      if (root.integer("format") != FORMAT) throw root.wrong("format", "is not " + FORMAT);
      Map<String, PeakHours> peaks = new HashMap<>();
      root.node("peaks").children().forEach((name, peak) -> peaks.put(name, peak(peak)));
      CatalogJson reader = new CatalogJson(root.text("currency"), peaks);
      return new ModelCatalog(
          root.date("date"),
          root.nodes("vendors").stream().map(CatalogJson::vendor).toList(),
          root.nodes("models").stream().map(reader::model).toList());
    } catch (JsonSyntax | ClassCastException | DateTimeParseException e) {
      throw new IllegalArgumentException("the catalog cannot be read: " + e.getMessage(), e);
    }
  }

  private static PeakHours peak(Node node) {
    List<PeakHours.Window> hours = new ArrayList<>();
    for (Json item : node.items("hours")) {
      List<Json> ends = ((Json.Arr) item).items();
      hours.add(new PeakHours.Window(time(ends.getFirst()), time(ends.getLast())));
    }
    Set<LocalDate> except = new LinkedHashSet<>();
    node.texts("except").forEach(day -> except.add(LocalDate.parse(day)));
    return new PeakHours(
        node.integer("times"),
        hours,
        node.flag("weekdaysOnly"),
        except,
        ZoneOffset.of(node.text("calendar")));
  }

  private static LocalTime time(Json text) {
    return LocalTime.parse(((Json.Str) text).value());
  }

  private static Vendor vendor(Node node) {
    return new Vendor(
        node.text("name"),
        node.text("title"),
        node.word(Vendor.Kind.class, "kind", Vendor.Kind.HOST),
        node.textOrNull("baseUrl"),
        node.text("dialect"),
        node.word(Vendor.Auth.class, "auth", Vendor.Auth.BEARER),
        node.textOrNull("keyVariable"),
        Set.copyOf(node.texts("ignores")),
        Set.copyOf(node.texts("rejects")),
        Set.copyOf(node.texts("reasoningRejects")),
        node.texts("contextTooLong").stream()
            .map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE))
            .toList());
  }

  private CatalogModel model(Node node) {
    String vendor = node.text("vendor");
    String name = node.text("name");
    String title = node.textOrNull("title");
    return new CatalogModel(
        vendor,
        name,
        title == null ? name : title,
        node.word(Task.class, "task", Task.CHAT),
        node.words(Capability.class, "can"),
        node.words(Capability.class, "cannot"),
        node.word(Thinking.class, "thinking", Thinking.UNKNOWN),
        node.flagOrNull("sampling"),
        node.integerOrNull("context"),
        node.integerOrNull("maxOutput"),
        node.integerOrNull("dimensions"),
        node.texts("aliases"),
        node.dateOrNull("released"),
        node.flag("deprecated"),
        node.dateOrNull("retires"),
        node.textOrNull("successor"),
        new PriceList(
            node.nodes("prices").stream()
                .map(price -> price(vendor + "/" + name, price))
                .toList()));
  }

  private Price price(String model, Node node) {
    LocalDate from = node.dateOrNull("from");
    String peak = node.textOrNull("peak");
    return new Price(
        from == null ? model : model + "@" + from,
        currency,
        start(from),
        start(node.dateOrNull("until")),
        rates(node),
        node.nodes("tiers").stream()
            .map(tier -> new Tier(tier.integer("above"), rates(tier)))
            .toList(),
        peak == null ? null : peaks.get(peak),
        units(node.node("units")),
        node.text("source"));
  }

  private static @Nullable Instant start(@Nullable LocalDate day) {
    return day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Rates rates(Node node) {
    return new Rates(
        node.pico("input"),
        node.pico("output"),
        node.pico("cacheRead"),
        node.pico("cacheWrite5m"),
        node.pico("cacheWrite1h"),
        node.pico("reasoning"));
  }

  private static Map<Unit, Long> units(Node node) {
    Map<Unit, Long> units = new EnumMap<>(Unit.class);
    for (Unit unit : Unit.values()) {
      BigDecimal price = node.number(word(unit));
      if (price != null) units.put(unit, price.movePointRight(9).longValueExact());
    }
    return units;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// An object of the JSON that can say where it stands.
  private record Node(String path, Json.Obj object) {
    private static final Json.Obj NOTHING = Json.object();

    String text(String field) {
      String text = textOrNull(field);
      if (text == null) throw wrong(field, "is missing");
      return text;
    }

    @Nullable String textOrNull(String field) {
      return object.fields().get(field) instanceof Json.Str(var text) ? text : null;
    }

    int integer(String field) {
      Integer value = integerOrNull(field);
      if (value == null) throw wrong(field, "is missing");
      return value;
    }

    @Nullable Integer integerOrNull(String field) {
      BigDecimal number = number(field);
      return number == null ? null : Integer.valueOf(number.intValueExact());
    }

    @Nullable BigDecimal number(String field) {
      return object.fields().get(field) instanceof Json.Num(var number) ? number : null;
    }

    @Nullable Long pico(String field) {
      BigDecimal price = number(field);
      return price == null ? null : Long.valueOf(Rates.pico(price));
    }

    boolean flag(String field) {
      return Boolean.TRUE.equals(flagOrNull(field));
    }

    @Nullable Boolean flagOrNull(String field) {
      return object.fields().get(field) instanceof Json.Bool(var flag) ? flag : null;
    }

    LocalDate date(String field) {
      return LocalDate.parse(text(field));
    }

    @Nullable LocalDate dateOrNull(String field) {
      String day = textOrNull(field);
      return day == null ? null : LocalDate.parse(day);
    }

    List<Json> items(String field) {
      return object.fields().get(field) instanceof Json.Arr(var items) ? items : List.of();
    }

    List<String> texts(String field) {
      return items(field).stream().map(item -> ((Json.Str) item).value()).toList();
    }

    Node node(String field) {
      Json value = object.fields().get(field);
      return new Node(path + "." + field, value instanceof Json.Obj there ? there : NOTHING);
    }

    List<Node> nodes(String field) {
      List<Node> nodes = new ArrayList<>();
      for (Json item : items(field)) {
        nodes.add(new Node(path + "." + field + "[" + nodes.size() + "]", (Json.Obj) item));
      }
      return nodes;
    }

    Map<String, Node> children() {
      Map<String, Node> children = new HashMap<>();
      object
          .fields()
          .forEach(
              (name, child) -> children.put(name, new Node(path + "." + name, (Json.Obj) child)));
      return children;
    }

    <E extends Enum<E>> E word(Class<E> type, String field, E usual) {
      String word = textOrNull(field);
      return word == null ? usual : constant(type, field, word);
    }

    <E extends Enum<E>> Set<E> words(Class<E> type, String field) {
      Set<E> constants = new LinkedHashSet<>();
      texts(field).forEach(word -> constants.add(constant(type, field, word)));
      return constants;
    }

    private <E extends Enum<E>> E constant(Class<E> type, String field, String word) {
      try {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException _) {
        throw wrong(field, "does not know " + word);
      }
    }

    IllegalArgumentException wrong(String field, String what) {
      return new IllegalArgumentException("%s.%s %s".formatted(path, field, what));
    }
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one JSON object and remembers which were read, so that [#keepRest] can put
/// the others aside. A field that is null counts as absent.
final class Fields {
  private final Json.Obj object;
  private final String path;
  private final Map<String, Json> extras;
  private final Set<String> known = new HashSet<>();

  private Fields(Json.Obj object, String path, Map<String, Json> extras) {
    this.object = object;
    this.path = path;
    this.extras = extras;
  }

  /// The fields of a whole body; unknown ones anywhere below go to `extras`.
  static Fields of(Json body, Map<String, Json> extras) {
    return of(body, "", extras);
  }

  /// For answers, whose unknown fields nobody needs.
  static Fields of(Json body) {
    return of(body, new LinkedHashMap<>());
  }

  private static Fields of(Json value, String path, Map<String, Json> extras) {
    if (value instanceof Json.Obj object) {
      return new Fields(object, path, extras);
    }
    throw new WrongField(path, "must be an object");
  }

  Json.Obj json() {
    return object;
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  @Nullable Json value(String name) {
    known.add(name);
    Json value = object.fields().get(name);
    return value instanceof Json.Null ? null : value;
  }

  @Nullable String text(String name) {
    Json value = value(name);
    if (value == null) {
      return null;
    }
    return value instanceof Json.Str(var text) ? text : wrong(name, "must be a string");
  }

  String text(String name, String absent) {
    String text = text(name);
    return text == null ? absent : text;
  }

  String required(String name) {
    String text = text(name);
    return text == null ? wrong(name, "is required") : text;
  }

  @Nullable BigDecimal number(String name) {
    Json value = value(name);
    if (value == null) {
      return null;
    }
    return value instanceof Json.Num(var number) ? number : wrong(name, "must be a number");
  }

  @Nullable Long whole(String name) {
    BigDecimal number = number(name);
    try {
      return number == null ? null : Long.valueOf(number.longValueExact());
    } catch (ArithmeticException _) {
      return wrong(name, "must be a whole number");
    }
  }

  /// A count: whole, not negative, and no more than fits an int.
  @Nullable Integer count(String name) {
    Long whole = whole(name);
    if (whole == null) {
      return null;
    }
    return whole < 0 || whole > Integer.MAX_VALUE
        ? wrong(name, "must be from 0 to " + Integer.MAX_VALUE)
        : Integer.valueOf(whole.intValue());
  }

  @Nullable Boolean flag(String name) {
    Json value = value(name);
    if (value == null) {
      return null;
    }
    return value instanceof Json.Bool(var flag) ? flag : wrong(name, "must be true or false");
  }

  @Nullable Fields object(String name) {
    Json value = value(name);
    return value == null ? null : of(value, path(name), extras);
  }

  /// Items of an array; none when it is absent.
  List<Json> items(String name) {
    Json value = value(name);
    if (value == null) {
      return List.of();
    }
    return value instanceof Json.Arr(var items) ? items : wrong(name, "must be an array");
  }

  List<Fields> objects(String name) {
    List<Json> items = items(name);
    List<Fields> objects = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      objects.add(of(items.get(i), path(name) + "[" + i + "]", extras));
    }
    return objects;
  }

  List<String> texts(String name) {
    return items(name).stream()
        .map(item -> item instanceof Json.Str(var text) ? text : wrong(name, "must hold strings"))
        .toList();
  }

  /// Puts what was not read aside, under its path.
  void keepRest() {
    object.fields().forEach(this::keep);
  }

  private void keep(String name, Json value) {
    if (!known.contains(name) && !(value instanceof Json.Null)) {
      extras.put(path(name), value);
    }
  }

  /// Typed as a value so that it can stand where one is expected.
  @SuppressWarnings({"TypeParameterUnusedInFormals", "DoNotCallSuggester"})
  <T> T wrong(String name, String message) {
    throw new WrongField(path(name), message);
  }
}

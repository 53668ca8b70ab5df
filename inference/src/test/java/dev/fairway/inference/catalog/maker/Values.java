package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.Rates;
import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks into JSON that others made: what is absent or of another type is null or empty.
final class Values {
  private Values() {}

  static Map<String, Json> fields(@Nullable Json value) {
    return value instanceof Json.Obj(var fields) ? fields : Map.of();
  }

  static Map<String, Json> fields(@Nullable Json value, String name) {
    return fields(fields(value).get(name));
  }

  static List<Json> items(@Nullable Json value) {
    return value instanceof Json.Arr(var items) ? items : List.of();
  }

  static List<Json> items(@Nullable Json object, String field) {
    return items(fields(object).get(field));
  }

  static List<String> texts(@Nullable Json object, String field) {
    return items(object, field).stream()
        .filter(item -> item instanceof Json.Str)
        .map(item -> ((Json.Str) item).value())
        .toList();
  }

  static @Nullable String text(@Nullable Json object, String field) {
    return fields(object).get(field) instanceof Json.Str(var text) ? text : null;
  }

  static @Nullable Boolean flag(@Nullable Json object, String field) {
    return fields(object).get(field) instanceof Json.Bool(var flag) ? flag : null;
  }

  static @Nullable BigDecimal number(@Nullable Json object, String field) {
    return fields(object).get(field) instanceof Json.Num(var number) ? number : null;
  }

  /// A price of a million tokens. Sources that computed it from something else have more than six
  /// decimals, which is rounded.
  static @Nullable Long pico(@Nullable BigDecimal price) {
    return price == null ? null : Long.valueOf(Rates.pico(price.setScale(6, RoundingMode.HALF_UP)));
  }

  /// A whole number above 0; sources write 0 for what they do not know.
  static @Nullable Integer count(@Nullable Json object, String field) {
    BigDecimal number = number(object, field);
    if (number == null || number.signum() <= 0 || number.stripTrailingZeros().scale() > 0) {
      return null;
    }
    return number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0 ? null : number.intValue();
  }
}

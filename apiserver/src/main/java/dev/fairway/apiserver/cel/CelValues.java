package dev.fairway.apiserver.cel;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Plain trees as values of the CEL library, by their declared type. What the type does not name is
/// left out, as rules cannot see it.
final class CelValues {
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
  private static final Map<String, Double> NANOS =
      Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);

  private CelValues() {}

  static Object of(@Nullable Object value, DeclType type) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    return switch (type) {
      case DeclType.Scalar scalar -> scalar(value, scalar);
      case DeclType.ListOf list when value instanceof List<?> items -> list(items, list.item());
      case DeclType.MapOf map when value instanceof Map<?, ?> entries -> map(entries, map.value());
      case DeclType.Struct struct when value instanceof Map<?, ?> fields -> struct(fields, struct);
      default -> value;
    };
  }

  private static List<Object> list(List<?> items, DeclType type) {
    List<Object> list = new ArrayList<>(items.size());
    items.forEach(item -> list.add(of(item, type)));
    return list;
  }

  private static Map<String, Object> map(Map<?, ?> entries, DeclType type) {
    Map<String, Object> map = HashMap.newHashMap(entries.size());
    entries.forEach((key, value) -> map.put((String) key, of(value, type)));
    return map;
  }

  private static Map<String, Object> struct(Map<?, ?> fields, DeclType.Struct type) {
    Map<String, Object> struct = HashMap.newHashMap(fields.size());
    fields.forEach((name, value) -> {
      DeclType field = type.fields().get((String) name);
      if (field != null) {
        FieldNames.escape((String) name)
            .ifPresent(escaped -> struct.put(escaped, of(value, field)));
      }
    });
    return struct;
  }

  /// A text that does not have the form of its type stays text: validation reports it.
  private static Object scalar(Object value, DeclType.Scalar type) {
    if (type == DeclType.Scalar.DOUBLE && value instanceof Long whole) {
      return whole.doubleValue();
    }
    if (type == DeclType.Scalar.INT && value instanceof Double number) {
      return number.longValue();
    }
    if (!(value instanceof String text)) {
      return value;
    }
    try {
      return switch (type) {
        case BYTES -> CelByteString.of(Base64.getDecoder().decode(text));
        case TIMESTAMP -> OffsetDateTime.parse(text).toInstant();
        case DATE -> date(text);
        case DURATION -> duration(text);
        default -> text;
      };
    } catch (DateTimeParseException | IllegalArgumentException _) {
      return text;
    }
  }

  private static Instant date(String text) {
    return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Duration duration(String text) {
    double nanos = 0;
    for (Matcher part = DURATION_PART.matcher(text); part.find(); ) {
      nanos += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0.0);
    }
    return Duration.ofNanos((long) (text.startsWith("-") ? -nanos : nanos));
  }
}

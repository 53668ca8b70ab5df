package dev.fairway.apiserver.schema;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as Go prints them, since users' tests compare the messages of the API server.
final class GoText {
  private GoText() {}

  /// A bad value inside an error: scalars plainly, strings quoted, everything else as JSON.
  static String value(@Nullable Object value) {
    return switch (value) {
      case String text -> quote(text);
      case Double number -> number(number);
      case null -> "null";
      case Map<?, ?> _, Collection<?> _, GoStruct _ -> json(value);
      default -> value.toString();
    };
  }

  /// Any tree as `%v` prints it.
  static String plain(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Double number -> number(number);
      case Map<?, ?> map ->
          new TreeMap<>(map)
              .entrySet().stream()
                  .map(entry -> entry.getKey() + ":" + plain(entry.getValue()))
                  .collect(Collectors.joining(" ", "map[", "]"));
      case Collection<?> list ->
          list.stream().map(GoText::plain).collect(Collectors.joining(" ", "[", "]"));
      default -> value.toString();
    };
  }

  /// A float64 as `%v` prints it: the shortest digits, with an exponent below -4 and from 6 on.
  static String number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    BigDecimal digits = shortest(number);
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent < -4 || exponent >= 6) {
      return scientific(digits, exponent);
    }
    return digits.toPlainString();
  }

  /// A string as `%q` prints it.
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(point -> quote(out, point));
    return out.append('"').toString();
  }

  private static void quote(StringBuilder out, int point) {
    switch (point) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case 0x07 -> out.append("\\a");
      case 0x0b -> out.append("\\v");
      default -> {
        if (printable(point)) {
          out.appendCodePoint(point);
        } else if (point < 0x80) {
          out.append(String.format("\\x%02x", point));
        } else if (point < 0x10000) {
          out.append(String.format("\\u%04x", point));
        } else {
          out.append(String.format("\\U%08x", point));
        }
      }
    }
  }

  private static boolean printable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> true;
    };
  }

  /// A tree as `json.Marshal` writes it: keys sorted, `<`, `>` and `&` escaped.
  static String json(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    json(out, value);
    return out.toString();
  }

  private static void json(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> jsonString(out, text);
      case Double number -> out.append(jsonNumber(number));
      case Map<?, ?> map -> jsonObject(out, new TreeMap<>(map));
      case GoStruct struct -> jsonObject(out, struct.fields());
      case Collection<?> list -> {
        out.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
          json(out, items.next());
          out.append(items.hasNext() ? "," : "");
        }
        out.append(']');
      }
      default -> out.append(value);
    }
  }

  private static void jsonObject(StringBuilder out, Map<?, ?> fields) {
    out.append('{');
    String comma = "";
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      out.append(comma);
      jsonString(out, (String) field.getKey());
      json(out.append(':'), field.getValue());
      comma = ",";
    }
    out.append('}');
  }

  private static void jsonString(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static String jsonNumber(double number) {
    if (number == 0) {
      return "0";
    }
    BigDecimal digits = shortest(number);
    double size = Math.abs(number);
    if (size >= 1e-6 && size < 1e21) {
      return digits.toPlainString();
    }
    String text = scientific(digits, digits.precision() - digits.scale() - 1);
    return text.replace("e-0", "e-");
  }

  private static BigDecimal shortest(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros();
  }

  private static String scientific(BigDecimal digits, int exponent) {
    String unscaled = digits.unscaledValue().abs().toString();
    String mantissa =
        unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
    String sign = digits.signum() < 0 ? "-" : "";
    return sign
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + String.format("%02d", Math.abs(exponent));
  }
}

package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a Python expression made of literals and constructor calls, without running it.
/// `Name(a=1)` becomes an object with the field `_` for the name, `Decimal('1')` a number,
/// `datetime.date(2026, 1, 2)` an ISO date; positional arguments of other calls are left out.
final class PythonLiteral {
  private final String text;
  private int at;

  private PythonLiteral(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /// The value assigned after the given words.
  static Json assigned(String source, String words) {
    int start = source.indexOf(words);
    if (start < 0) throw new IllegalArgumentException("no '%s' in the source".formatted(words));
    return new PythonLiteral(source, start + words.length()).value();
  }

  private Json value() {
    skip();
    char first = text.charAt(at);
    if (first == '[') return new Json.Arr(list(']'));
    if (first == '{') return dictionary();
    if (first == '\'' || first == '"') return strings();
    if (first == '-' || Character.isDigit(first)) return new Json.Num(number());
    return named();
  }

  private List<Json> list(char end) {
    at++;
    List<Json> items = new ArrayList<>();
    while (!ends(end)) items.add(value());
    return items;
  }

  private Json dictionary() {
    at++;
    Map<String, Json> fields = new LinkedHashMap<>();
    while (!ends('}')) {
      String name = ((Json.Str) value()).value();
      expect(':');
      fields.put(name, value());
    }
    return new Json.Obj(fields);
  }

  /// Neighbouring strings are one.
  private Json strings() {
    StringBuilder joined = new StringBuilder();
    do {
      joined.append(string());
      skip();
    } while (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"'));
    return new Json.Str(joined.toString());
  }

  private String string() {
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (text.charAt(at) != quote) {
      char next = text.charAt(at++);
      value.append(next == '\\' ? escaped() : String.valueOf(next));
    }
    at++;
    return value.toString();
  }

  private String escaped() {
    char code = text.charAt(at++);
    return switch (code) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'x' -> codePoint(2);
      case 'u' -> codePoint(4);
      case '\\', '\'', '"' -> String.valueOf(code);
      default -> "\\" + code;
    };
  }

  private String codePoint(int digits) {
    String hex = text.substring(at, at + digits);
    at += digits;
    return Character.toString(Integer.parseInt(hex, 16));
  }

  private BigDecimal number() {
    int start = at;
    while (at < text.length() && "+-.eE_0123456789".indexOf(text.charAt(at)) >= 0) at++;
    return new BigDecimal(text.substring(start, at).replace("_", ""));
  }

  private Json named() {
    String name = name();
    if (name.isEmpty()) throw wrong("a value");
    skip();
    if (at < text.length() && text.charAt(at) == '(') return call(name);
    return switch (name) {
      case "True" -> new Json.Bool(true);
      case "False" -> new Json.Bool(false);
      case "None" -> new Json.Null();
      default -> new Json.Str(name);
    };
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) at++;
    return text.substring(start, at);
  }

  private static boolean isNamePart(char c) {
    return c == '.' || c == '_' || Character.isLetterOrDigit(c);
  }

  private Json call(String name) {
    at++;
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("_", new Json.Str(name));
    List<Json> positional = new ArrayList<>();
    while (!ends(')')) {
      int start = at;
      String argument = name();
      skip();
      if (!argument.isEmpty() && text.charAt(at) == '=') {
        at++;
        fields.put(argument, value());
      } else {
        at = start;
        positional.add(value());
      }
    }
    return switch (name) {
      case "Decimal" -> new Json.Num(new BigDecimal(((Json.Str) positional.getFirst()).value()));
      case "datetime.date" -> date(positional);
      default -> new Json.Obj(fields);
    };
  }

  private static Json date(List<Json> parts) {
    int[] numbers =
        parts.stream().mapToInt(part -> ((Json.Num) part).value().intValueExact()).toArray();
    return new Json.Str("%04d-%02d-%02d".formatted(numbers[0], numbers[1], numbers[2]));
  }

  /// Passes a comma, and the end if it follows.
  private boolean ends(char end) {
    skip();
    if (text.charAt(at) == ',') {
      at++;
      skip();
    }
    if (text.charAt(at) != end) return false;
    at++;
    return true;
  }

  private void expect(char wanted) {
    skip();
    if (text.charAt(at) != wanted) throw wrong("'" + wanted + "'");
    at++;
  }

  /// Passes white space and comments.
  private void skip() {
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        while (at < text.length() && text.charAt(at) != '\n') at++;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return;
      }
    }
  }

  private IllegalArgumentException wrong(String wanted) {
    return new IllegalArgumentException("expected %s at character %d".formatted(wanted, at));
  }
}

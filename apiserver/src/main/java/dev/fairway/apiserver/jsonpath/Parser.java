package dev.fairway.apiserver.jsonpath;

import dev.fairway.apiserver.jsonpath.Step.Descent;
import dev.fairway.apiserver.jsonpath.Step.Field;
import dev.fairway.apiserver.jsonpath.Step.Filter;
import dev.fairway.apiserver.jsonpath.Step.Literal;
import dev.fairway.apiserver.jsonpath.Step.Operator;
import dev.fairway.apiserver.jsonpath.Step.Slice;
import dev.fairway.apiserver.jsonpath.Step.Union;
import dev.fairway.apiserver.jsonpath.Step.Wildcard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one expression, once, left to right.
final class Parser {
  private final String text;
  private final List<Step> steps = new ArrayList<>();
  private int at;

  Parser(String text) {
    this.text = text;
  }

  List<Step> parse() {
    while (at < text.length()) {
      step();
    }
    return List.copyOf(steps);
  }

  private void step() {
    char c = text.charAt(at);
    if (text.startsWith("[?(", at)) {
      filter();
    } else if (text.startsWith("..", at)) {
      descent();
    } else if (c == ' ' || c == '@' || c == '$') {
      at++;
    } else if (c == '[') {
      brackets();
    } else if (c == '"' || c == '\'') {
      steps.add(new Literal(quoted(c)));
    } else if (c == '.') {
      at++;
      field();
    } else if (c == '+' || c == '-' || Character.isDigit(c)) {
      number();
    } else if (c == '_' || Character.isLetter(c)) {
      word();
    } else {
      throw new JsonPathSyntax("unrecognized character in action: " + c);
    }
  }

  private void descent() {
    if (!steps.isEmpty() && steps.getLast() instanceof Descent) {
      throw new JsonPathSyntax("invalid multiple recursive descent");
    }
    at += 2;
    steps.add(new Descent());
    if (at < text.length()
        && (text.charAt(at) == '_' || Character.isLetterOrDigit(text.charAt(at)))) {
      field();
    }
  }

  /// A name up to the next separator; a backslash takes the next character as it is.
  private void field() {
    StringBuilder name = new StringBuilder();
    while (at < text.length() && !endsName(text.charAt(at))) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      name.append(text.charAt(at++));
    }
    steps.add(name.toString().equals("*") ? new Wildcard() : new Field(name.toString()));
  }

  private static boolean endsName(char c) {
    return " \t\r\n.,[]$@{}".indexOf(c) >= 0;
  }

  private void word() {
    int start = at;
    while (at < text.length() && !endsName(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (!word.equals("true") && !word.equals("false")) {
      throw new JsonPathSyntax("unrecognized identifier " + word);
    }
    steps.add(new Literal(Boolean.valueOf(word)));
  }

  private void number() {
    int start = at++;
    while (at < text.length() && (text.charAt(at) == '.' || Character.isDigit(text.charAt(at)))) {
      at++;
    }
    String number = text.substring(start, at);
    try {
      steps.add(
          new Literal(
              number.contains(".") ? (Object) Double.valueOf(number) : Long.valueOf(number)));
    } catch (NumberFormatException _) {
      throw new JsonPathSyntax("cannot parse number " + number);
    }
  }

  private String quoted(char quote) {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
        value.append(unescaped(text.charAt(at)));
      } else {
        value.append(text.charAt(at));
      }
    }
    if (at >= text.length()) {
      throw new JsonPathSyntax("unterminated quoted string");
    }
    at++;
    return value.toString();
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  /// `[0]`, `[1:2]`, `[*]`, `['key']`, or several of them between commas.
  private void brackets() {
    int end = text.indexOf(']', at);
    if (end < 0) {
      throw new JsonPathSyntax("unterminated array");
    }
    String inside = text.substring(at + 1, end);
    at = end + 1;
    String[] parts = inside.split(",", -1);
    if (parts.length == 1) {
      steps.add(selector(inside));
      return;
    }
    List<List<Step>> branches = new ArrayList<>();
    for (String part : parts) {
      branches.add(List.of(selector(part.strip())));
    }
    steps.add(new Union(branches));
  }

  private static Step selector(String inside) {
    if (inside.length() > 1
        && inside.startsWith("'")
        && inside.indexOf('\'', 1) == inside.length() - 1) {
      return key(inside.substring(1, inside.length() - 1));
    }
    String[] bounds = (inside.equals("*") ? ":" : inside).split(":", -1);
    if (bounds.length > 3) {
      throw new JsonPathSyntax("invalid array index " + inside);
    }
    Integer from = bound(bounds[0], inside);
    if (bounds.length == 1) {
      return new Slice(from, (from == null ? 0 : from) + 1, null, true);
    }
    Integer by = bounds.length == 3 ? bound(bounds[2], inside) : null;
    return new Slice(from, bound(bounds[1], inside), by, false);
  }

  /// A key is read like a field after a dot, so `\.` in it is a dot.
  private static Step key(String key) {
    List<Step> fields = new Parser("." + key).parse();
    return fields.size() == 1 ? fields.getFirst() : new Union(List.of(fields));
  }

  private static @Nullable Integer bound(String text, String inside) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException _) {
      throw new JsonPathSyntax("invalid array index " + inside);
    }
  }

  private void filter() {
    int start = at + 3;
    int end = filterEnd(start);
    at = end + 2;
    String condition = text.substring(start, end);
    int operator = firstOperator(condition);
    if (operator <= 0) {
      steps.add(new Filter(new Parser(condition).parse(), null, List.of()));
      return;
    }
    int right = operator;
    while (right < condition.length() && "!<>=".indexOf(condition.charAt(right)) >= 0) {
      right++;
    }
    steps.add(
        new Filter(
            new Parser(condition.substring(0, operator)).parse(),
            Operator.of(condition.substring(operator, right)),
            new Parser(condition.substring(right)).parse()));
  }

  private static int firstOperator(String condition) {
    for (int i = 0; i < condition.length(); i++) {
      if ("!<>=".indexOf(condition.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /// The `)` that closes a filter: the first one outside quotes.
  private int filterEnd(int start) {
    char quote = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote && text.charAt(i - 1) != '\\' ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == ')') {
        if (i + 1 < text.length() && text.charAt(i + 1) == ']') {
          return i;
        }
        throw new JsonPathSyntax("unclosed array expect ]");
      }
    }
    throw new JsonPathSyntax("unterminated filter");
  }
}

package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A label selector such as `app=web,tier in (a, b),!old,size>3`: all requirements must hold.
public record LabelSelector(List<Requirement> requirements) {
  static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    ABSENT,
    GREATER,
    LESS
  }

  /// @param values for the ordering operators exactly one whole number
  record Requirement(String key, Operator operator, Set<String> values) {
    boolean holds(Map<String, Object> labels) {
      Object value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value.toString());
        case NOT_IN -> value == null || !values.contains(value.toString());
        case EXISTS -> labels.containsKey(key);
        case ABSENT -> !labels.containsKey(key);
        case GREATER -> value != null && compare(value.toString()) > 0;
        case LESS -> value != null && compare(value.toString()) < 0;
      };
    }

    /// A label that is no number is neither greater nor less.
    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.iterator().next()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  boolean matches(Map<String, Object> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.holds(labels)) {
        return false;
      }
    }
    return true;
  }

  boolean isEverything() {
    return requirements.isEmpty();
  }

  /// @throws ApiFailure 400 when the text is not a selector
  static LabelSelector parse(String text) {
    return text.isBlank() ? EVERYTHING : new Parser(text).selector();
  }

  private static final class Parser {
    private static final String SPECIAL = "!=<>(),";
    private final List<String> tokens = new ArrayList<>();
    private int next;

    Parser(String text) {
      int at = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        int end = at + 1;
        if (Character.isWhitespace(c)) {
          at = end;
          continue;
        }
        if (SPECIAL.indexOf(c) < 0) {
          while (end < text.length() && isWord(text.charAt(end))) {
            end++;
          }
        } else if ((c == '=' || c == '!') && end < text.length() && text.charAt(end) == '=') {
          end++;
        }
        tokens.add(text.substring(at, end));
        at = end;
      }
    }

    private static boolean isWord(char c) {
      return SPECIAL.indexOf(c) < 0 && !Character.isWhitespace(c);
    }

    LabelSelector selector() {
      List<Requirement> requirements = new ArrayList<>();
      do {
        requirements.add(requirement());
      } while (accept(","));
      if (next < tokens.size()) {
        throw found(peek(), "',' or 'end of string'");
      }
      return new LabelSelector(List.copyOf(requirements));
    }

    private Requirement requirement() {
      boolean absent = accept("!");
      String key = key();
      if (absent) {
        return new Requirement(key, Operator.ABSENT, Set.of());
      }
      String operator = peek();
      if (operator.isEmpty() || operator.equals(",")) {
        return new Requirement(key, Operator.EXISTS, Set.of());
      }
      next++;
      return switch (operator) {
        case "=", "==" -> new Requirement(key, Operator.IN, Set.of(value()));
        case "!=" -> new Requirement(key, Operator.NOT_IN, Set.of(value()));
        case "in" -> new Requirement(key, Operator.IN, values());
        case "notin" -> new Requirement(key, Operator.NOT_IN, values());
        case ">", "gt" -> new Requirement(key, Operator.GREATER, Set.of(number()));
        case "<", "lt" -> new Requirement(key, Operator.LESS, Set.of(number()));
        default -> throw found(operator, "in, notin, =, ==, !=, gt, lt");
      };
    }

    private String key() {
      String key = peek();
      if (key.isEmpty() || SPECIAL.indexOf(key.charAt(0)) >= 0) {
        throw found(key, "identifier");
      }
      next++;
      List<String> wrong = Names.qualifiedName(key);
      if (!wrong.isEmpty()) {
        throw unparsable("<nil>: Invalid value: \"" + key + "\": " + String.join("; ", wrong));
      }
      return key;
    }

    private String value() {
      String value = peek();
      if (value.isEmpty() || value.equals(",")) {
        return "";
      }
      if (SPECIAL.contains(value.substring(0, 1))) {
        throw found(value, "identifier");
      }
      next++;
      return checked(value);
    }

    private String number() {
      String value = value();
      try {
        return String.valueOf(Long.parseLong(value));
      } catch (NumberFormatException e) {
        throw unparsable("for 'Gt', 'Lt' operators, the value must be an integer");
      }
    }

    private Set<String> values() {
      if (!accept("(")) {
        throw unparsable("found '" + peek() + "' expected: '('");
      }
      Set<String> values = new TreeSet<>();
      do {
        String value = peek();
        boolean word = !value.isEmpty() && SPECIAL.indexOf(value.charAt(0)) < 0;
        values.add(word ? checked(tokens.get(next++)) : "");
      } while (accept(","));
      if (!accept(")")) {
        throw found(peek(), "',' or ')'");
      }
      return values;
    }

    private static String checked(String value) {
      List<String> wrong = Names.labelValue(value);
      if (!wrong.isEmpty()) {
        throw unparsable(
            wrong.stream()
                .map(text -> "values[0][]: Invalid value: \"" + value + "\": " + text)
                .collect(Collectors.joining("; ")));
      }
      return value;
    }

    private boolean accept(String token) {
      boolean there = peek().equals(token);
      next += there ? 1 : 0;
      return there;
    }

    private String peek() {
      return next < tokens.size() ? tokens.get(next) : "";
    }

    private static ApiFailure found(String token, String expected) {
      return unparsable("found '" + token + "', expected: " + expected);
    }

    private static ApiFailure unparsable(String why) {
      return ApiFailure.badRequest("unable to parse requirement: " + why);
    }
  }
}

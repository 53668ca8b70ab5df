package dev.fairway.apiserver.jsonpath;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One move from a set of values to the next.
sealed interface Step {
  record Field(String name) implements Step {}

  record Wildcard() implements Step {}

  /// `..`: the value and everything below it that has parts.
  record Descent() implements Step {}

  /// `[from:to:by]`; `single` marks the form `[from]`, whose end follows from its start.
  record Slice(@Nullable Integer from, @Nullable Integer to, @Nullable Integer by, boolean single)
      implements Step {}

  record Union(List<List<Step>> branches) implements Step {}

  /// Keeps the items for which `left operator right` holds, or for which `left` finds something
  /// when there is no operator.
  record Filter(List<Step> left, @Nullable Operator operator, List<Step> right) implements Step {}

  record Literal(Object value) implements Step {}

  enum Operator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    static Operator of(String text) {
      for (Operator operator : values()) {
        if (operator.text.equals(text)) {
          return operator;
        }
      }
      throw new JsonPathSyntax("unrecognized filter operator " + text);
    }
  }
}

package dev.fairway.apiserver.jsonpath;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A compiled expression such as `.status.conditions[?(@.type=="Ready")].status`
/// (`client-go/util/jsonpath`). Immutable; any thread.
///
/// Keys may be missing: then nothing is found. Braces around the expression are optional; templates
/// with text, `range` and `end` are kubectl's own business and not read here.
public final class JsonPath {
  private final List<Step> steps;

  private JsonPath(List<Step> steps) {
    this.steps = steps;
  }

  /// @throws JsonPathSyntax when the text is no expression
  public static JsonPath parse(String text) {
    boolean braces = text.startsWith("{") && text.endsWith("}");
    String expression = braces ? text.substring(1, text.length() - 1) : text;
    return new JsonPath(new Parser(expression).parse());
  }

  /// All values the expression leads to, in document order; values may be null. Nothing where it
  /// asks the impossible, such as an index beyond the end or a filter on something not a list.
  public List<@Nullable Object> find(@Nullable Object tree) {
    try {
      return Evaluation.walk(steps, tree);
    } catch (Evaluation.Mismatch _) {
      return List.of();
    }
  }
}

package dev.fairway.apiserver.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Adds up what an evaluation costs and stops it at a limit. The prices follow Kubernetes; they
/// bound the work, and do not claim to equal upstream's to the unit.
///
/// Used by one evaluation only.
final class CostMeter implements CelEvaluationListener {
  /// An error on purpose: the library swallows exceptions inside `&&` and `||`, and the rule would
  /// go on.
  static final class Exceeded extends Error {
    private static final long serialVersionUID = 1;

    Exceeded() {
      super("cost limit", null, false, false);
    }
  }

  private final long limit;
  private final Map<Long, Object> values = new HashMap<>();
  private long cost;

  CostMeter(long limit) {
    this.limit = limit;
  }

  long cost() {
    return cost;
  }

  @Override
  public void callback(CelExpr expression, @Nullable Object value) {
    cost += price(expression);
    if (value != null) {
      values.put(expression.id(), value);
    }
    if (cost > limit) {
      throw new Exceeded();
    }
  }

  private long price(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT, SELECT -> 1;
      case LIST -> 10;
      case MAP -> 30;
      case STRUCT -> 40;
      case CALL -> callPrice(expression.call());
      default -> 0;
    };
  }

  private long callPrice(CelExpr.CelCall call) {
    List<CelExpr> arguments = call.args();
    long target = call.target().map(this::size).orElse(0L);
    return switch (call.function()) {
      case "_&&_", "_||_", "_?_:_", "!_" -> 0;
      case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" ->
          Math.min(traversal(size(arguments.get(0))), traversal(size(arguments.get(1))));
      case "_+_" -> traversal(size(arguments.get(0)) + size(arguments.get(1)));
      case "@in" -> Math.max(1, size(arguments.get(1)));
      case "contains" -> traversal(target) * traversal(size(arguments.getFirst()));
      case "matches" -> matchPrice(call, target);
      case "startsWith", "endsWith" -> traversal(size(arguments.getFirst()));
      case "replace", "split", "join" -> 2 * traversal(target);
      default -> Math.max(1, traversal(target));
    };
  }

  private long matchPrice(CelExpr.CelCall call, long target) {
    long text = call.target().isPresent() ? target : size(call.args().getFirst());
    return traversal(1 + text) * Math.ceilDiv(size(call.args().getLast()), 4);
  }

  /// A tenth per character or element.
  private static long traversal(long size) {
    return Math.max(1, Math.ceilDiv(size, 10));
  }

  private long size(CelExpr expression) {
    return Optional.ofNullable(values.get(expression.id())).map(CostMeter::sizeOf).orElse(1L);
  }

  private static long sizeOf(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default -> 1;
    };
  }
}

package dev.fairway.apiserver.cel;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A rule, compiled or refused. Immutable; any thread.
public final class CelRule {
  private static final int MAX_MESSAGE_BYTES = 5 * 1024;
  private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at [^ ]+)?: ");
  private static final Pattern KEY = Pattern.compile("^key '(.*)' is not present in map\\.?$");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");

  private final @Nullable String problem;
  private final @Nullable String messageProblem;
  private final DeclType type;
  private final CelRuntime.@Nullable Program program;
  private final CelRuntime.@Nullable Program message;
  private final boolean usesOldSelf;
  private final boolean optionalOldSelf;

  CelRule(
      @Nullable String problem,
      @Nullable String messageProblem,
      DeclType type,
      CelRuntime.@Nullable Program program,
      CelRuntime.@Nullable Program message,
      boolean usesOldSelf,
      boolean optionalOldSelf) {
    this.problem = problem;
    this.messageProblem = messageProblem;
    this.type = type;
    this.program = program;
    this.message = message;
    this.usesOldSelf = usesOldSelf;
    this.optionalOldSelf = optionalOldSelf;
  }

  static CelRule refused(String problem) {
    return new CelRule(problem, null, DeclType.Scalar.DYN, null, null, false, false);
  }

  /// Why the rule was refused; empty when it compiled.
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /// Why its message expression was refused.
  public Optional<String> messageProblem() {
    return Optional.ofNullable(messageProblem);
  }

  /// The rule compares with the value before the update.
  public boolean usesOldSelf() {
    return usesOldSelf;
  }

  /// Runs the rule on a value that is not null.
  ///
  /// @param old the value before the update; null when there is none. A rule that uses it and does
  ///   not take it as optional must not be run without
  public Verdict evaluate(Object self, @Nullable Object old) {
    if (program == null) {
      throw new IllegalStateException("the rule was refused: " + problem);
    }
    Map<String, Object> variables = variables(self, old);
    CostMeter meter = new CostMeter(CelRules.MAX_COST_PER_RULE);
    try {
      Object result = program.trace(variables, meter);
      return Boolean.TRUE.equals(result)
          ? new Verdict.Holds(meter.cost())
          : violated(variables, meter.cost());
    } catch (CelEvaluationException e) {
      return new Verdict.Broken(meter.cost(), problem(e));
    } catch (CostMeter.Exceeded _) {
      return new Verdict.TooCostly(meter.cost());
    }
  }

  private Map<String, Object> variables(Object self, @Nullable Object old) {
    Map<String, Object> variables = HashMap.newHashMap(2);
    variables.put("self", CelValues.of(self, type));
    if (optionalOldSelf) {
      variables.put("oldSelf", Optional.ofNullable(old).map(value -> CelValues.of(value, type)));
    } else if (usesOldSelf && old != null) {
      variables.put("oldSelf", CelValues.of(old, type));
    }
    return variables;
  }

  private Verdict violated(Map<String, Object> variables, long cost) {
    if (message == null) {
      return new Verdict.Violated(cost, null);
    }
    CostMeter meter = new CostMeter(CelRules.MAX_COST_PER_RULE);
    try {
      Object text = message.trace(variables, meter);
      return new Verdict.Violated(cost + meter.cost(), usable(String.valueOf(text).strip()));
    } catch (CelEvaluationException _) {
      return new Verdict.Violated(cost + meter.cost(), null);
    } catch (CostMeter.Exceeded _) {
      return new Verdict.TooCostly(cost + meter.cost());
    }
  }

  private static @Nullable String usable(String text) {
    boolean fits = !text.isEmpty() && text.length() <= MAX_MESSAGE_BYTES && text.indexOf('\n') < 0;
    return fits ? text : null;
  }

  /// The failure in the words of cel-go, which users' tests know.
  private static String problem(CelEvaluationException failure) {
    CelErrorCode code = failure.getErrorCode();
    String message = PLACE.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    return switch (code) {
      case ATTRIBUTE_NOT_FOUND -> "no such key: " + KEY.matcher(message).replaceFirst("$1");
      case INDEX_OUT_OF_BOUNDS -> "index out of bounds: " + number(message);
      case DIVIDE_BY_ZERO -> "division by zero";
      case NUMERIC_OVERFLOW -> "integer overflow";
      case OVERLOAD_NOT_FOUND -> "no such overload";
      default -> message;
    };
  }

  private static String number(String message) {
    Matcher matcher = NUMBER.matcher(message);
    return matcher.find() ? matcher.group() : message;
  }
}

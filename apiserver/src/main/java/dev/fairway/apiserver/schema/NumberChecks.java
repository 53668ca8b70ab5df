package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.schema.SchemaNode.ValueChecks;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Range, multiple and format of one number. Whole numbers are compared as such, so a bound with a
/// fraction loses it first, as upstream does.
final class NumberChecks {
  private final String field;
  private final FieldPath path;
  private final Findings findings;

  NumberChecks(String field, FieldPath path, Findings findings) {
    this.field = field;
    this.path = path;
    this.findings = findings;
  }

  void check(SchemaNode schema, Number value) {
    ValueChecks checks = schema.checks();
    String type = schema.extensions().intOrString() ? "" : schema.type();
    String format = checks.format() == null ? "" : checks.format().name();
    checkFits("Checked", value.doubleValue(), value, type, format);
    Double multiple = checks.multipleOf();
    if (multiple != null) {
      boolean fits = checkFits("MultipleOf", multiple, null, type, format);
      checkMultiple(fits ? value : (Number) value.doubleValue(), multiple);
    }
    Double minimum = checks.minimum();
    if (minimum != null) {
      boolean fits = checkFits("Minimum boundary", minimum, null, type, format);
      checkMinimum(fits ? value : (Number) value.doubleValue(), minimum, checks.exclusiveMinimum());
    }
    Double maximum = checks.maximum();
    if (maximum != null) {
      boolean fits = checkFits("Maximum boundary", maximum, null, type, format);
      checkMaximum(fits ? value : (Number) value.doubleValue(), maximum, checks.exclusiveMaximum());
    }
    findings.countMatch();
  }

  /// Whether a number can be held by the schema's type and format; reported without a field, as
  /// upstream does, which then compares as floating point.
  private boolean checkFits(
      String what, double number, @Nullable Number exact, String type, String format) {
    boolean fits =
        switch (type) {
          case "integer" ->
              exact instanceof Long whole ? fitsWhole(whole, format) : fitsWhole(number, format);
          default -> !format.equals("float") || Math.abs(number) <= Float.MAX_VALUE;
        };
    if (!fits) {
      String kind = format.isEmpty() ? " (default format)" : " with format " + format;
      String detail = what + " value must be of type " + type + kind + " in " + path.text();
      findings.add(FieldError.invalid(FieldPath.ROOT.toString(), "", detail));
    }
    return fits;
  }

  private static boolean fitsWhole(long number, String format) {
    return !format.equals("int32") || number == (int) number;
  }

  private static boolean fitsWhole(double number, String format) {
    return number == Math.rint(number)
        && Math.abs(number) < 0x1p63
        && fitsWhole((long) number, format);
  }

  private void checkMultiple(Number value, double multiple) {
    boolean whole = value instanceof Long;
    double factor = whole ? (long) multiple : multiple;
    if (factor <= 0) {
      String shown = whole ? Long.toString((long) multiple) : GoText.number(multiple);
      Object bad = whole ? (Object) (long) multiple : (Object) multiple;
      String detail =
          "factor MultipleOf declared for " + path.text() + " must be positive: " + shown;
      findings.add(FieldError.invalid(field, bad, detail));
      return;
    }
    boolean fits =
        whole
            ? value.longValue() % (long) factor == 0
            : isWhole(factor < 1 ? 1 / factor * value.doubleValue() : value.doubleValue() / factor);
    if (!fits) {
      wrong(value, "should be a multiple of " + bound(value, multiple));
    }
  }

  /// Whole but for rounding.
  private static boolean isWhole(double number) {
    double rounded = Math.rint(number);
    return Math.abs(number) <= 9007199254740991.0
        && (number == rounded
            || Math.abs(number - rounded) / (Math.abs(number) + Math.abs(rounded)) < 1e-9);
  }

  private void checkMinimum(Number value, double minimum, boolean exclusive) {
    int order = compare(value, minimum);
    if (exclusive ? order <= 0 : order < 0) {
      String relation =
          exclusive ? "should be greater than " : "should be greater than or equal to ";
      wrong(value, relation + bound(value, minimum));
    }
  }

  private void checkMaximum(Number value, double maximum, boolean exclusive) {
    int order = compare(value, maximum);
    if (exclusive ? order >= 0 : order > 0) {
      String relation = exclusive ? "should be less than " : "should be less than or equal to ";
      wrong(value, relation + bound(value, maximum));
    }
  }

  private static int compare(Number value, double bound) {
    return value instanceof Long whole
        ? Long.compare(whole, (long) bound)
        : Double.compare(value.doubleValue(), bound);
  }

  private static String bound(Number value, double bound) {
    return value instanceof Long
        ? new BigDecimal(bound).toBigInteger().toString()
        : GoText.number(bound);
  }

  private void wrong(Number value, String detail) {
    findings.add(FieldError.invalid(field, value, path.text() + " in body " + detail));
  }
}

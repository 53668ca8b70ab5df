package dev.fairway.apiserver.schema;

import com.google.re2j.Pattern;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A `format` that is enforced; unknown ones are documentation and read as absent
/// (`apiextensions-apiserver/pkg/apiserver/validation/formats.go`, `kube-openapi/.../strfmt`).
///
/// @param name as the schema spells it; messages show it
/// @param matches the check of a string; always true for the formats of numbers
record Format(String name, Predicate<String> matches) {
  private static final String DIGITS8 = "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?";
  private static final String DIGITS12 = "[0-9a-f]{12}$";
  private static final String ANY4 = "[0-9a-f]{4}-?";
  private static final String VARIANT4 = "[89ab][0-9a-f]{3}-?";
  private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  /// Names without their dashes, which upstream ignores.
  private static final Map<String, Predicate<String>> STRINGS =
      Map.ofEntries(
          Map.entry("bsonobjectid", pattern("^[0-9a-fA-F]{24}$")),
          Map.entry("uri", Format::isUri),
          Map.entry("email", pattern("^[^@\\s]+@[^@\\s]+$|^[^<>]*<[^@\\s]+@[^@\\s]+>$")),
          Map.entry("hostname", Format::isHostname),
          Map.entry("ipv4", IpText::isIpv4),
          Map.entry("ipv6", IpText::isIpv6),
          Map.entry("cidr", IpText::isCidr),
          Map.entry(
              "mac",
              pattern(
                  "(?i)^(([0-9a-f]{2}[:-]){5}|([0-9a-f]{2}[:-]){7}|([0-9a-f]{2}[:-]){19})[0-9a-f]{2}$"
                      + "|^([0-9a-f]{4}\\.){2}([0-9a-f]{4}(\\.[0-9a-f]{4}(\\.([0-9a-f]{4}\\.){5}[0-9a-f]{4})?)?)$")),
          Map.entry("uuid", pattern(DIGITS8 + ANY4 + ANY4 + DIGITS12)),
          Map.entry("uuid3", pattern(DIGITS8 + "3[0-9a-f]{3}-?" + ANY4 + DIGITS12)),
          Map.entry("uuid4", pattern(DIGITS8 + "4[0-9a-f]{3}-?" + VARIANT4 + DIGITS12)),
          Map.entry("uuid5", pattern(DIGITS8 + "5[0-9a-f]{3}-?" + VARIANT4 + DIGITS12)),
          Map.entry("isbn", text -> isIsbn10(text) || isIsbn13(text)),
          Map.entry("isbn10", Format::isIsbn10),
          Map.entry("isbn13", Format::isIsbn13),
          Map.entry("creditcard", Format::isCreditCard),
          Map.entry("ssn", pattern("^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$")),
          Map.entry("hexcolor", pattern("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")),
          Map.entry("rgbcolor", rgb()),
          Map.entry("byte", Format::isBase64),
          Map.entry("password", _ -> true),
          Map.entry("date", Format::isDate),
          Map.entry("duration", GoDuration::isDuration),
          Map.entry("datetime", Format::isDateTime),
          Map.entry("k8sshortname", pattern("^" + DNS_LABEL + "$").and(shorterThan(64))),
          Map.entry(
              "k8slongname",
              pattern("^" + DNS_LABEL + "(\\." + DNS_LABEL + ")*$").and(shorterThan(254))));

  private static final Pattern DATE = Pattern.compile("^\\d{4}-\\d{2}-\\d{2}$");
  private static final DateTimeFormatter CALENDAR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern TIME =
      Pattern.compile("^(([01]\\d)|(2[0-3])):[0-5]\\d:[0-5]\\d(.\\d+)?(z|([+-]\\d{2}:\\d{2}))$");
  private static final Pattern HOSTNAME =
      Pattern.compile(
          "^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)"
              + "|([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$");
  private static final Pattern URI_SCHEME =
      Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*:)?/?[^ \\x00-\\x1f\\x7f]*$");
  private static final Pattern BASE64 =
      Pattern.compile("^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$");
  private static final Pattern CARD =
      Pattern.compile(
          "^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}"
              + "|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\\d{3})\\d{11})$");

  /// The format a schema of this type enforces; null for none.
  static @Nullable Format find(String type, String format) {
    return switch (type) {
      case "", "string" -> {
        Predicate<String> check = STRINGS.get(format.replace("-", ""));
        yield check == null ? null : new Format(format, check);
      }
      case "integer" -> number(format, "int32", "int64");
      case "number" -> number(format, "float", "double");
      default -> null;
    };
  }

  private static @Nullable Format number(String format, String narrow, String wide) {
    return format.equals(narrow) || format.equals(wide) ? new Format(format, _ -> true) : null;
  }

  private static Predicate<String> pattern(String regex) {
    Pattern compiled = Pattern.compile(regex);
    return text -> compiled.matcher(text).find();
  }

  private static Predicate<String> shorterThan(int length) {
    return text -> text.length() < length;
  }

  private static Predicate<String> rgb() {
    String part = "\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*";
    return pattern("^rgb\\(" + part + "," + part + "," + part + "\\)$");
  }

  private static boolean isDate(String text) {
    if (!DATE.matches(text)) {
      return false;
    }
    try {
      LocalDate.parse(text, CALENDAR);
      return true;
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private static boolean isDateTime(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int split = lower.indexOf('t');
    return split > 0
        && isDate(lower.substring(0, split))
        && TIME.matcher(lower.substring(split + 1)).find();
  }

  private static boolean isHostname(String text) {
    if (!HOSTNAME.matcher(text).find() || text.length() > 255) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (label.length() > 63) {
        return false;
      }
    }
    return true;
  }

  /// As Go's url.ParseRequestURI: absolute, or a path from the root.
  private static boolean isUri(String text) {
    boolean rooted = text.startsWith("/");
    boolean absolute = text.indexOf(':') > 0;
    return (rooted || absolute) && URI_SCHEME.matcher(text).find();
  }

  private static boolean isBase64(String text) {
    return BASE64.matches(text.replace("\n", "").replace("\r", ""));
  }

  private static boolean isIsbn10(String text) {
    String digits = text.replaceAll("[\\s-]+", "");
    if (!digits.matches("\\d{9}[0-9X]")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      char c = digits.charAt(i);
      sum += (i + 1) * (c == 'X' ? 10 : c - '0');
    }
    return sum % 11 == 0;
  }

  private static boolean isIsbn13(String text) {
    String digits = text.replaceAll("[\\s-]+", "");
    if (!digits.matches("\\d{13}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += (i % 2 == 0 ? 1 : 3) * (digits.charAt(i) - '0');
    }
    return digits.charAt(12) - '0' == (10 - sum % 10) % 10;
  }

  private static boolean isCreditCard(String text) {
    String digits = text.replaceAll("[^0-9]+", "");
    if (!CARD.matches(digits)) {
      return false;
    }
    int sum = 0;
    for (int i = digits.length() - 1, position = 0; i >= 0; i--, position++) {
      int digit = digits.charAt(i) - '0';
      int doubled = position % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}

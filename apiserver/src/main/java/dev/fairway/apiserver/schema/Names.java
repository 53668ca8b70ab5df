package dev.fairway.apiserver.schema;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/// The name formats of Kubernetes; each check answers what is wrong, nothing when it fits
/// (`apimachinery/pkg/api/validate/content`).
public final class Names {
  private static final String LABEL_1123 = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN_1123 = LABEL_1123 + "(\\." + LABEL_1123 + ")*";
  private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

  private static final Rule DNS_1123_LABEL =
      new Rule(
          LABEL_1123,
          63,
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
              + " must start and end with an alphanumeric character",
          "my-name",
          "123-abc");
  private static final Rule DNS_1123_SUBDOMAIN =
      new Rule(
          SUBDOMAIN_1123,
          253,
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
              + " '.', and must start and end with an alphanumeric character",
          "example.com");
  private static final Rule DNS_1035_LABEL =
      new Rule(
          LABEL_1035,
          63,
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
              + " alphabetic character, and end with an alphanumeric character",
          "my-name",
          "abc-123");
  private static final Rule QUALIFIED_NAME =
      new Rule(
          QUALIFIED,
          63,
          "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
              + " alphanumeric character",
          "MyName",
          "my.name",
          "123-abc");
  private static final Rule LABEL_VALUE =
      new Rule(
          "(" + QUALIFIED + ")?",
          63,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
              + " '.', and must start and end with an alphanumeric character",
          "MyValue",
          "my_value",
          "12345");

  private Names() {}

  public static List<String> dns1123Label(String name) {
    boolean dotted = name.contains(".") && DNS_1123_SUBDOMAIN.errors(name).isEmpty();
    return dotted ? List.of("must not contain dots") : DNS_1123_LABEL.errors(name);
  }

  public static List<String> dns1123Subdomain(String name) {
    return DNS_1123_SUBDOMAIN.errors(name);
  }

  public static List<String> dns1035Label(String name) {
    return DNS_1035_LABEL.errors(name);
  }

  public static List<String> labelValue(String value) {
    return LABEL_VALUE.errors(value);
  }

  /// A label or annotation key: a name with an optional domain before a slash.
  public static List<String> qualifiedName(String name) {
    String[] parts = name.split("/", -1);
    if (parts.length > 2) {
      return List.of(
          "a valid label key "
              + QUALIFIED_NAME.explanation()
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    List<String> errors = new ArrayList<>();
    if (parts.length == 2) {
      List<String> prefix =
          parts[0].isEmpty() ? List.of("must be non-empty") : dns1123Subdomain(parts[0]);
      prefix.forEach(error -> errors.add("prefix part " + error));
    }
    String last = parts[parts.length - 1];
    if (last.isEmpty()) {
      errors.add("name part must be non-empty");
    }
    QUALIFIED_NAME.errors(last).forEach(error -> errors.add("name part " + error));
    return errors;
  }

  /// A segment of a URL path.
  public static List<String> pathSegment(String name) {
    if (name.equals(".") || name.equals("..")) {
      return List.of("may not be '" + name + "'");
    }
    List<String> errors = new ArrayList<>();
    for (String illegal : List.of("/", "%")) {
      if (name.contains(illegal)) {
        errors.add("may not contain '" + illegal + "'");
      }
    }
    return errors;
  }

  private static final class Rule {
    private final String regex;
    private final Pattern pattern;
    private final int maxBytes;
    private final String explanation;

    private Rule(String regex, int maxBytes, String message, String... examples) {
      this.regex = regex;
      this.pattern = Pattern.compile("^" + regex + "$");
      this.maxBytes = maxBytes;
      this.explanation = message + " (e.g. '" + String.join("',  or '", examples) + "', " + tail();
    }

    private String tail() {
      return "regex used for validation is '" + regex + "')";
    }

    private String explanation() {
      return explanation;
    }

    private List<String> errors(String name) {
      List<String> errors = new ArrayList<>();
      if (name.length() > maxBytes) {
        errors.add("must be no more than " + maxBytes + " bytes");
      }
      if (!pattern.matches(name)) {
        errors.add(explanation);
      }
      return errors;
    }
  }
}

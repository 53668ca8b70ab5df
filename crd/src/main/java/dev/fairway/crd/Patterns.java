package dev.fairway.crd;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The API server compiles patterns with Go's RE2, which has no look-around, back references,
/// possessive or atomic groups. A pattern with those would make the CRD invalid on installation.
final class Patterns {
  private static final Pattern NOT_IN_RE2 =
      Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9]|\\\\k<|(?<!\\\\)[*+?}]\\+");

  private Patterns() {}

  static void check(String path, String pattern, Problems problems) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      problems.add(path, "not a regular expression: " + e.getDescription() + " in " + pattern);
      return;
    }
    var unknown = NOT_IN_RE2.matcher(pattern);
    if (unknown.find())
      problems.add(
          path, "Kubernetes (RE2) does not know " + unknown.group() + " in the pattern " + pattern);
  }
}

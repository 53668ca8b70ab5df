package dev.fairway.inference.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes what looks like a credential out of text that comes from a provider.
public final class Scrub {
  private static final int MAX_CHARACTERS = 1_000;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(bearer\\s+)\\S+"
              + "|((?:x-api-key|api[-_ ]?key)[\"']?\\s*[:=]\\s*[\"']?)[^\\s\"',;]+"
              + "|\\b(?:sk|pk|rk|xai|gsk|key)-[\\w*.\\-]{6,}"
              + "|\\bAIza[\\w\\-]{10,}"
              + "|\\b(?:AKIA|ASIA)[A-Z0-9]{12,}"
              + "|\\b(?:org|proj|req_org|acct)-[A-Za-z0-9]{8,}"
              + "|\\beyJ[\\w\\-]{10,}\\.[\\w\\-.]+");

  private Scrub() {}

  /// The text without secrets, and no longer than is fit to be shown.
  public static String clean(String text) {
    String shown =
        text.length() > 4 * MAX_CHARACTERS ? text.substring(0, 4 * MAX_CHARACTERS) : text;
    String clean =
        SECRET
            .matcher(shown)
            .replaceAll(match -> {
              String lead = match.group(1) == null ? match.group(2) : match.group(1);
              return (lead == null ? "" : Matcher.quoteReplacement(lead)) + "***";
            });
    return clean.length() > MAX_CHARACTERS ? clean.substring(0, MAX_CHARACTERS) + "..." : clean;
  }
}

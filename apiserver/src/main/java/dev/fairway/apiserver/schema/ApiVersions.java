package dev.fairway.apiserver.schema;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order of API versions: `v2`, `v1`, `v1beta2`, `v1beta1`, `v1alpha1`, then everything else by
/// name (`apimachinery/pkg/version`).
public final class ApiVersions {
  private static final Pattern KUBE = Pattern.compile("v([1-9]\\d*)(?:(alpha|beta)([1-9]\\d*))?");

  /// Best first.
  public static final Comparator<String> BEST_FIRST =
      Comparator.comparing(ApiVersions::rank, Comparator.reverseOrder())
          .thenComparing(Comparator.naturalOrder());

  private ApiVersions() {}

  /// Stability, then major, then minor; 0 for a name that follows no rule.
  private static long rank(String version) {
    Matcher matcher = KUBE.matcher(version);
    if (!matcher.matches()) {
      return 0;
    }
    long stability =
        switch (matcher.group(2)) {
          case null -> 3;
          case "beta" -> 2;
          default -> 1;
        };
    long minor = matcher.group(3) == null ? 0 : bounded(matcher.group(3));
    return (stability << 40) + (bounded(matcher.group(1)) << 20) + minor;
  }

  private static long bounded(String digits) {
    return digits.length() > 6 ? 999_999 : Long.parseLong(digits);
  }
}

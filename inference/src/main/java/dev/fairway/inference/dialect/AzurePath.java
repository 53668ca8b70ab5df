package dev.fairway.inference.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where Azure OpenAI takes chat completions: below `/openai/v1`, or, for a dated API version,
/// below the name of a deployment, which then stands for the model.
final class AzurePath {
  private static final String NEWEST = "/openai/v1/chat/completions";
  private static final Pattern DEPLOYMENT = Pattern.compile("/deployments/([^/?]+)/");

  private AzurePath() {}

  static String of(@Nullable String apiVersion, String deployment) {
    return apiVersion == null
        ? NEWEST
        : "/openai/deployments/%s/chat/completions?api-version=%s"
            .formatted(PathSegment.encode(deployment), PathSegment.encode(apiVersion));
  }

  /// The deployment a path names, null when the body names it.
  static @Nullable String deployment(String path) {
    Matcher match = DEPLOYMENT.matcher(path);
    return match.find() ? PathSegment.decode(match.group(1)) : null;
  }
}

package dev.fairway.inference.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where Azure OpenAI takes chat completions and the like: below `/openai/v1`, or, for a dated API
/// version, below the name of a deployment, which then stands for the model. `v1` and `preview` are
/// versions of the former.
final class AzurePath {
  private static final Pattern DEPLOYMENT = Pattern.compile("/deployments/([^/?]+)/");

  private AzurePath() {}

  static String of(@Nullable String apiVersion, String deployment) {
    return of(apiVersion, deployment, "chat/completions");
  }

  /// @param operation such as `embeddings`
  static String of(@Nullable String apiVersion, String deployment, String operation) {
    String newest = "/openai/v1/" + operation;
    if (apiVersion == null || apiVersion.equals("v1")) {
      return newest;
    }
    if (!Character.isDigit(apiVersion.charAt(0))) {
      return newest + "?api-version=" + PathSegment.encode(apiVersion);
    }
    return "/openai/deployments/%s/%s?api-version=%s"
        .formatted(PathSegment.encode(deployment), operation, PathSegment.encode(apiVersion));
  }

  /// The deployment a path names, null when the body names it.
  static @Nullable String deployment(String path) {
    Matcher match = DEPLOYMENT.matcher(path);
    return match.find() ? PathSegment.decode(match.group(1)) : null;
  }
}

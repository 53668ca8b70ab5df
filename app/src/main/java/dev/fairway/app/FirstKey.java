package dev.fairway.app;

import dev.fairway.api.v1.ApiKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The key that `fairway up` makes when it starts for the first time, so that there is something to
/// call with.
///
/// @param key null when it was made earlier: it is shown once
record FirstKey(@Nullable String key) {
  private static final String NAMESPACE = "default";
  private static final String NAME = "default";
  private static final String SECRET = "fairway-default-key";

  static FirstKey of(KubernetesClient client) {
    boolean known =
        client.resources(ApiKey.class).inNamespace(NAMESPACE).withName(NAME).get() != null;
    return known ? new FirstKey(null) : new FirstKey(make(client));
  }

  private static String make(KubernetesClient client) {
    return new NewKey(client, NAMESPACE).create(NAME, List.of(), null, SECRET);
  }

  /// What a person can do with it.
  String told(String url) {
    String shown = key == null ? "$FAIRWAY_KEY" : key;
    String begin =
        key == null
            ? "gateway %s; its first key: FAIRWAY_KEY=$(kubectl get secret %s -o jsonpath='{.data.api-key}' | base64 -d)"
                .formatted(url, SECRET)
            : "gateway %s, for clients of OpenAI's and Anthropic's APIs; try:".formatted(url);
    return """
    %s
      curl %s/v1/chat/completions -H "authorization: Bearer %s" -d '{"model": "local/sentiment-en", "messages": [{"role": "user", "content": "I love it"}]}'\
    """
        .formatted(begin, url, shown);
  }

  @Override
  public String toString() {
    return "FirstKey[***]";
  }
}

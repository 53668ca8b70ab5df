package dev.fairway.app;

import dev.fairway.api.v1.ApiKey;
import dev.fairway.gateway.Gateway;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
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
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  static FirstKey of(KubernetesClient client) {
    boolean known =
        client.resources(ApiKey.class).inNamespace(NAMESPACE).withName(NAME).get() != null;
    return known ? new FirstKey(null) : new FirstKey(make(client));
  }

  private static String make(KubernetesClient client) {
    return new NewKey(client, NAMESPACE).create(NAME, List.of(), null, SECRET);
  }

  /// Waits until a call with it would be let in, a few seconds at most.
  FirstKey awaitedBy(Gateway gateway) throws InterruptedException {
    long latest = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (key != null && !gateway.knows(key) && System.nanoTime() < latest) {
      Thread.sleep(LOOK_AGAIN);
    }
    return this;
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

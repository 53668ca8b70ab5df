package dev.fairway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.testing.Awaits;
import dev.fairway.testing.simulator.Simulator;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway of `fairway up`, called as the printed line says.
class GatewayTest {
  private static final Pattern PRINTED =
      Pattern.compile("curl (http://\\S+)/v1/chat/completions -H \"authorization: Bearer (\\S+)\"");

  @TempDir private Path folder;

  @Test
  void answersWithTheFirstKeyAndFollowsTheCluster() throws Exception {
    try (FairwayProcess up = FairwayProcess.up(folder);
        Simulator simulator = Simulator.start();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(up.kubeconfig()))
                .build()) {
      Matcher printed =
          Awaits.await("the line is printed", () -> PRINTED.matcher(up.printed()), Matcher::find);
      String url = printed.group(1);
      String key = printed.group(2);
      assertThat(ask(url, key, "local/sentiment-en")).isEqualTo(200);
      assertThat(ask(url, "fw-wrong", "local/sentiment-en")).isEqualTo(401);
      assertThat(ask(url, key, "chat")).isEqualTo(404);

      client.load(stream(objects(simulator))).create();
      Awaits.await("the route serves", () -> ask(url, key, "chat"), status -> status == 200);
      assertThat(ask(url, key, "sim/anything")).isEqualTo(200);
      assertThat(ask(url, key, "quick")).isEqualTo(200);

      Ran ran =
          Ran.in(
              folder,
              "key",
              "create",
              "narrow",
              "--kubeconfig",
              folder.resolve("kubeconfig").toString(),
              "--models",
              "chat,local/*");
      assertThat(ran.code()).as(ran.err()).isZero();
      String narrow = ran.out().strip();
      Awaits.await("the key works", () -> ask(url, narrow, "chat"), status -> status == 200);
      assertThat(ask(url, narrow, "quick")).isEqualTo(403);
      assertThat(
              client.secrets().inNamespace("default").list().getItems().stream()
                  .filter(secret -> secret.getMetadata().getName().startsWith("fairway-new-key")))
          .isEmpty();
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String objects(Simulator simulator) {
    return """
    apiVersion: ai.fairway.dev/v1
    kind: ModelProvider
    metadata: {name: sim, namespace: default}
    spec:
      type: openai
      endpoint: %s
      network: {allowPrivateAddresses: true}
    ---
    apiVersion: ai.fairway.dev/v1
    kind: Model
    metadata: {name: small, namespace: default}
    spec:
      providerRef: {name: sim}
      upstreamName: sim-1
      aliases: [quick]
    ---
    apiVersion: ai.fairway.dev/v1
    kind: ModelRoute
    metadata: {name: chat, namespace: default}
    spec:
      targets:
      - modelRef: {name: small}
        weight: 3
      - modelRef: {name: sim-2, provider: sim}
    """
        .formatted(simulator.openAiUrl());
  }

  private static int ask(String url, String key, String model) {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"[[say hello]]\"}]}"
            .formatted(model);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
            .header("authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

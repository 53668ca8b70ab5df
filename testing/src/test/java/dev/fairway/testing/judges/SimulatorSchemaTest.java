package dev.fairway.testing.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.testing.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the simulator answers is what the official SDKs' types say.
class SimulatorSchemaTest {
  private static final Simulator SIMULATOR = Simulator.start();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> SCRIPTS =
      List.of(
          "hello",
          "[[say grüß dich, 世界 🙂]]",
          "[[say both]][[tool add {\"a\":1}]][[tool get {}]]",
          "[[think hm]][[say done]]",
          "[[think-hidden hm]][[say done]][[cache-read 7]][[cache-write 5]]",
          "[[json {\"a\":1}]]",
          "[[refuse]]",
          "[[tokens 40]]");

  @AfterAll
  static void close() {
    HTTP.close();
    SIMULATOR.close();
  }

  static Stream<Arguments> scripts() {
    return Arrays.stream(Format.values())
        .flatMap(format -> SCRIPTS.stream().map(script -> Arguments.of(format, script)));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void answersAreValid(Format format, String script) throws Exception {
    HttpResponse<String> answer = ask(format, script, false);
    assertThat(answer.statusCode()).isEqualTo(200);
    format.schemas().check(format.root("Answer"), answer.body());
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void streamsAreValid(Format format, String script) throws Exception {
    HttpResponse<String> answer = ask(format, script, true);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Format.SseEvent.all(answer.body())).hasSizeGreaterThan(2);
    format.checkEvents(answer.body());
  }

  @ParameterizedTest
  @EnumSource
  void failuresAreValid(Format format) throws Exception {
    for (int status : new int[] {400, 401, 403, 404, 429, 500, 529}) {
      HttpResponse<String> answer = ask(format, "[[fault " + status + "]]", false);
      assertThat(answer.statusCode()).isEqualTo(status);
      format.schemas().check("ErrorAnswer", answer.body());
    }
  }

  private static HttpResponse<String> ask(Format format, String text, boolean streamed)
      throws IOException, InterruptedException {
    Dialect.WireRequest request =
        format
            .dialect()
            .writeRequest(
                ChatRequest.of("m", text).withStream(streamed),
                ModelTraits.UNKNOWN,
                Unsupported.REFUSE);
    String path = request.path().startsWith("/v1/") ? request.path() : "/v1" + request.path();
    return post(path, format.dialect().headers(), new String(request.body(), UTF_8));
  }

  @Test
  void embeddingsAreValid() throws Exception {
    for (String encoding : List.of("", ",\"encoding_format\":\"float\"")) {
      HttpResponse<String> answer =
          post(
              "/v1/embeddings",
              Map.of(),
              "{\"model\":\"m\",\"input\":[\"a\",\"b\"]" + encoding + "}");
      WireSchemas.OPENAI.check("EmbeddingAnswer", answer.body());
    }
  }

  @Test
  void countsAreValid() throws Exception {
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    HttpResponse<String> answer =
        post("/v1/messages/count_tokens", Format.ANTHROPIC.dialect().headers(), body);
    WireSchemas.ANTHROPIC.check("CountAnswer", answer.body());
  }

  @Test
  void listsOfModelsAreValid() throws Exception {
    WireSchemas.OPENAI.check("ModelList", send(request("/v1/models").build()).body());
    HttpRequest.Builder anthropic = request("/v1/models");
    Format.ANTHROPIC.dialect().headers().forEach(anthropic::header);
    WireSchemas.ANTHROPIC.check("ModelList", send(anthropic.build()).body());
  }

  private static HttpResponse<String> post(String path, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request.header("content-type", "application/json").build());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(SIMULATOR.url() + path))
        .header("authorization", "Bearer sk-test");
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HTTP.send(request, BodyHandlers.ofString());
  }
}

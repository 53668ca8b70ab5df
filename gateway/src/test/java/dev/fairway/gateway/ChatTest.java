package dev.fairway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.gateway.chat.CallEnd;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.EventReader;
import dev.fairway.inference.dialect.OpenAiDialect;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chats through the gateway, in both APIs, to providers of both formats.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatTest {
  private static final Dialect OPENAI = OpenAiDialect.standard();
  private static final Dialect ANTHROPIC = AnthropicDialect.version(AnthropicDialect.FIRST_VERSION);

  private final RunningGateway gateway = new RunningGateway();

  @AfterAll
  void close() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions,gpt",
    "/v1/chat/completions,claude",
    "/v1/messages,gpt",
    "/v1/messages,claude"
  })
  void aPlainAnswerComesInTheCallersFormat(String path, String model) throws Exception {
    HttpResponse<String> answer = gateway.post(path, body(model, false));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(dialect(path).readResponse(bytes(answer)).text()).isEqualTo("hello there");
    CallEnd end = gateway.ended();
    assertThat(end.usage().out()).isPositive();
    assertThat(end.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-request-id")).contains(end.id().toString());
    assertThat(answer.headers().firstValue("x-fairway-model")).contains(model + "-upstream");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions,gpt",
    "/v1/chat/completions,claude",
    "/v1/messages,gpt",
    "/v1/messages,claude"
  })
  void aStreamComesInTheCallersFormat(String path, String model) throws Exception {
    HttpResponse<String> answer = gateway.post(path, body(model, true));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(folded(dialect(path), answer).text()).isEqualTo("hello there");
    assertThat(gateway.ended().usage().out()).isPositive();
  }

  @Test
  void aUsageThatNobodyAskedForIsCountedButNotShown() throws Exception {
    HttpResponse<String> answer = gateway.post("/v1/chat/completions", body("gpt", true));
    assertThat(folded(OPENAI, answer).usage().out()).isNull();
    assertThat(answer.body()).endsWith("data: [DONE]\n\n");
    assertThat(gateway.ended().usage().out()).isPositive();
  }

  @Test
  void aBodyPassesByteForByteButForItsModel() throws Exception {
    String body =
        "{ \"temperature\":1.50,\"model\":\"gpt\", \"messages\":[{\"role\":\"user\",\"content\":\"[[say hello there]]\"}],\"x_unknown\" : [1e0] }";
    gateway.post("/v1/chat/completions", body);
    assertThat(gateway.simulator().journal().last().bodyText())
        .isEqualTo(body.replace("\"gpt\"", "\"gpt-upstream\""));
    gateway.ended();
  }

  @Test
  void aWrongKeyIsRefusedInTheCallersWords() throws Exception {
    HttpResponse<String> openai =
        gateway.postAs("fw-wrong", "/v1/chat/completions", body("gpt", false));
    assertThat(openai.statusCode()).isEqualTo(401);
    assertThat(Json.parse(openai.body()).toString()).contains("invalid_request_error");
    HttpResponse<String> anthropic =
        gateway.postAs("fw-wrong", "/v1/messages", body("claude", false));
    assertThat(anthropic.statusCode()).isEqualTo(401);
    assertThat(anthropic.body()).contains("authentication_error").contains("request_id");
    gateway.ended();
    gateway.ended();
  }

  @Test
  void aFieldThatCannotBeExpressedIsNamedAsTheCallerNamesIt() throws Exception {
    HttpResponse<String> answer =
        gateway.post(
            "/v1/chat/completions",
            body("claude", false).replace("\"stream\"", "\"logit_bias\":{\"1\":5},\"stream\""));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"param\":\"logit_bias\"")
        .contains("unsupported_parameter");
    gateway.ended();
  }

  @Test
  void anUnknownModelIsNamed() throws Exception {
    HttpResponse<String> answer = gateway.post("/v1/chat/completions", body("nobody", false));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("there is no model nobody").contains("model_not_found");
    assertThat(gateway.ended().error()).isEqualTo("UnknownModel");
  }

  @Test
  void modelsAreListedInBothShapes() throws Exception {
    assertThat(gateway.get("/v1/models").body()).contains("\"object\":\"list\"", "\"id\":\"gpt\"");
    assertThat(gateway.get("/v1/models", "anthropic-version", "2023-06-01").body())
        .contains("\"has_more\":false", "\"id\":\"claude\"");
    assertThat(gateway.get("/v1/models/gpt").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/v1/models/none").statusCode()).isEqualTo(404);
    for (int i = 0; i < 4; i++) {
      gateway.ended();
    }
  }

  private static String body(String model, boolean stream) {
    return "{\"model\":\"%s\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"[[say hello there]]\"}],\"stream\":%s}"
        .formatted(model, stream);
  }

  private static Dialect dialect(String path) {
    return path.equals("/v1/messages") ? ANTHROPIC : OPENAI;
  }

  private static ChatResponse folded(Dialect dialect, HttpResponse<String> answer) {
    ResponseFold fold = new ResponseFold();
    EventReader reader = dialect.readEvents(1 << 20);
    byte[] bytes = bytes(answer);
    reader.read(bytes, 0, bytes.length, fold);
    reader.end(fold);
    return fold.response();
  }

  private static byte[] bytes(HttpResponse<String> answer) {
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }
}

package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectErrorsTest {
  private final Dialect openAi = OpenAiDialect.standard();
  private final Dialect anthropic = AnthropicDialect.version("2026-10-21");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|invalid_request_error||bad value|BadRequest",
        "400|invalid_request_error|context_length_exceeded|too much|ContextTooLong",
        "400|invalid_request_error||This model's maximum context length is 8 tokens|ContextTooLong",
        "400|invalid_request_error|content_filter|no|Refused",
        "401|invalid_request_error|invalid_api_key|no|Unauthorized",
        "403|permission_error||no|Unauthorized",
        "404|invalid_request_error|model_not_found|no|UnknownModel",
        "404|||not found|BadRequest",
        "413|||too large|BadRequest",
        "429|rate_limit_error|rate_limit_exceeded|slow|Throttled",
        "429|insufficient_quota|insufficient_quota|pay|CreditSpent",
        "500|server_error||oops|Unavailable",
        "503|server_error||oops|Unavailable",
      })
  void openAiErrorsHaveTheirClass(
      int status, String type, String code, String message, String expected) {
    Json body =
        Json.object(
            "error", new Body().put("message", message).put("type", type).put("code", code).json());
    assertThat(openAi.readError(status, null, body.utf8()).reason()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|invalid_request_error|max_tokens: Field required|BadRequest",
        "400|invalid_request_error|prompt is too long: 9 tokens > 8 maximum|ContextTooLong",
        "401|authentication_error|invalid x-api-key|Unauthorized",
        "402|billing_error|pay|CreditSpent",
        "404|not_found_error|model: claude-0|UnknownModel",
        "429|rate_limit_error|slow|Throttled",
        "500|api_error|oops|Unavailable",
        "529|overloaded_error|Overloaded|Throttled",
      })
  void anthropicErrorsHaveTheirClass(int status, String type, String message, String expected) {
    Json body =
        new Body()
            .put("type", "error")
            .put("error", new Body().put("type", type).put("message", message))
            .json();
    assertThat(anthropic.readError(status, null, body.utf8()).reason()).isEqualTo(expected);
    byte[] event = ("event: error\ndata: " + body.text() + "\n\n").getBytes(StandardCharsets.UTF_8);
    ModelFailure streamed =
        failure(() -> anthropic.readEvents(9_999).read(event, 0, event.length, _ -> {}));
    assertThat(streamed.reason()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400|{\"error\":{\"code\":\"content_filter\",\"message\":\"The response was filtered\",\"status\":400,\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}|Refused|filtered",
        "404|{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"The API deployment for this resource does not exist.\"}}|UnknownModel|deployment",
        "401|{\"error\":{\"code\":\"401\",\"message\":\"Access denied due to invalid subscription key\"}}|Unauthorized|subscription",
        "429|{\"error\":{\"code\":\"429\",\"message\":\"Please retry after 10 seconds.\"}}|Throttled|retry",
        "400|{\"object\":\"error\",\"message\":\"Tool call id was x\",\"type\":\"invalid_function_call\",\"param\":null,\"code\":\"3280\"}|BadRequest|Tool call id",
        "422|{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"messages\",3,\"x\"],\"msg\":\"Extra inputs are not permitted\"}]},\"type\":\"invalid_request_error\"}|BadRequest|messages.3.x: Extra",
        "422|{\"detail\":[{\"loc\":[\"body\",\"model\"],\"msg\":\"Field required\"}]}|BadRequest|model: Field",
        "401|{\"detail\":\"Unauthorized\"}|Unauthorized|Unauthorized",
      })
  void errorsOfTheFamilyHaveTheirClass(int status, String body, String expected, String said) {
    ModelFailure failure = openAi.readError(status, null, body.getBytes(StandardCharsets.UTF_8));
    assertThat(failure.reason()).isEqualTo(expected);
    assertThat(failure.message()).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\"}}|Refused",
        "{\"error\":{\"code\":429,\"message\":\"slow\"}}|Throttled",
        "{\"object\":\"error\",\"message\":\"x\",\"type\":\"invalid_request_error\",\"code\":3001}|BadRequest",
        "{\"error\":\"oops\"}|Unavailable",
        "{\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}|Unavailable",
      })
  void errorsInAStreamHaveTheirClass(String data, String expected) {
    byte[] bytes = ("data: " + data + "\n\ndata: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
    ModelFailure failure =
        failure(() -> openAi.readEvents(9_999).read(bytes, 0, bytes.length, _ -> {}));
    assertThat(failure.reason()).isEqualTo(expected);
  }

  @Test
  void whatWeWriteIsReadInTheSameSpirit() {
    ModelFailure overloaded = new ModelFailure.Throttled("busy", Duration.ofSeconds(1));
    assertThat(openAi.writeError(overloaded).status()).isEqualTo(503);
    assertThat(anthropic.writeError(overloaded).status()).isEqualTo(529);
    ModelFailure named = new ModelFailure.UnsupportedParameter("top_k is not there", "top_k");
    assertThat(new String(openAi.writeError(named).body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"error\":{\"message\":\"top_k is not there\",\"type\":\"invalid_request_error\",\"param\":\"top_k\",\"code\":\"unsupported_parameter\"}}");
    for (Dialect dialect : Dialects.all()) {
      assertThat(dialect.writeError(new ModelFailure.Unauthorized("no")).status()).isEqualTo(502);
    }
  }

  @Test
  void aFailedStreamEndsWithAnErrorAndNotAsComplete() {
    for (Dialect dialect : Dialects.all()) {
      byte[] bytes = dialect.writeEvents(Instant.EPOCH, true).fail(new ModelFailure.Malformed("x"));
      ModelFailure read =
          failure(() -> dialect.readEvents(9_999).read(bytes, 0, bytes.length, _ -> {}));
      assertThat(read).isInstanceOf(ModelFailure.Unavailable.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Incorrect API key provided: sk-abc123DEF456ghi|sk-abc",
        "header Authorization: Bearer abcdef.ghijkl was wrong|abcdef",
        "x-api-key: 'zzzzyyyyxxxx' is bad|zzzz",
        "in organization org-A1b2C3d4E5f6|A1b2",
        "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc|eyJ",
      })
  void whatLooksLikeACredentialIsTakenOut(String message, String secret) {
    assertThat(Scrub.clean(message)).doesNotContain(secret).contains("***");
  }

  @Test
  void ordinaryWordsStay() {
    String message = "The key-value pair 'temperature' must be <= 2 for model claude-sonnet-5-5";
    assertThat(Scrub.clean(message)).isEqualTo(message);
  }

  private static ModelFailure failure(Runnable call) {
    try {
      call.run();
    } catch (ModelFailureException e) {
      return e.failure();
    }
    throw new AssertionError("no failure");
  }
}

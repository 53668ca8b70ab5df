package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Anthropic's format against expectations written from its reference.
class AnthropicTest {
  private static final String OLD = "2023-06-01";
  private static final String NEW = "2026-10-21";

  private final Caller caller = Caller.start(SimulatorSettings.DEFAULT.withApiKeys("k"));

  @AfterEach
  void close() {
    caller.close();
  }

  private Caller.Answered post(String version, String body) {
    return caller.post("/v1/messages", body, "anthropic-version", version, "x-api-key", "k");
  }

  private static String body(String model, String messages, String more) {
    return "{\"model\": \"%s\", \"max_tokens\": 2000, \"messages\": [%s]%s}"
        .formatted(model, messages, more);
  }

  private static String user(String text) {
    return "{\"role\": \"user\", \"content\": " + new Json.Str(text).text() + "}";
  }

  @ParameterizedTest
  @CsvSource({
    OLD + ", x-api-key, k",
    OLD + ", authorization, Bearer k",
    NEW + ", x-api-key, k",
    NEW + ", authorization, Bearer k"
  })
  void bothCredentialsAreTakenInBothVersions(String version, String header, String value) {
    String body = body("m", user("hi"), "");
    assertThat(
            caller.post("/v1/messages", body, "anthropic-version", version, header, value).status())
        .isEqualTo(200);
    assertThat(
            caller
                .post("/v1/messages", body, "anthropic-version", version, header, value + "x")
                .at("error/type"))
        .isEqualTo("authentication_error");
    assertThat(caller.post("/v1/messages", body, header, value).at("error/message"))
        .contains("anthropic-version");
  }

  @Test
  void newModelsDoNotLetSample() {
    assertThat(post(NEW, body("claude-opus-5-5", user("hi"), ", \"temperature\": 0.2")).status())
        .isEqualTo(400);
    assertThat(post(NEW, body("claude-opus-5-5", user("hi"), ", \"temperature\": 1.0")).status())
        .isEqualTo(200);
    assertThat(post(NEW, body("claude-opus-5-5", user("hi"), ", \"top_k\": 1")).status())
        .isEqualTo(400);
    assertThat(post(NEW, body("claude-haiku-4-5", user("hi"), ", \"top_k\": 5")).status())
        .isEqualTo(200);
    assertThat(post(OLD, body("claude-opus-5-5", user("hi"), ", \"temperature\": 0.2")).status())
        .isEqualTo(200);
  }

  @Test
  void onlyTheNewVersionKnowsSystemMessages() {
    String messages = user("hi") + ", {\"role\": \"system\", \"content\": \"be brief\"}";
    assertThat(post(NEW, body("m", messages, "")).status()).isEqualTo(200);
    assertThat(post(OLD, body("m", messages, "")).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"think", "think-hidden"})
  void reasoningComesBackByteForByte(String mark) {
    Caller.Answered answer =
        post(NEW, body("m", user("[[" + mark + " let me see]][[say done]]"), ""));
    String content = answer.at("content");
    String history = user("a") + ", {\"role\": \"assistant\", \"content\": %s}, " + user("b");
    assertThat(post(NEW, body("m", history.formatted(content), "")).status()).isEqualTo(200);
    String field = mark.equals("think") ? "signature" : "data";
    String value = answer.at("content/0/" + field);
    String changed = content.replace(value, "A" + value.substring(1, value.length() - 1) + "A");
    assertThat(post(NEW, body("m", history.formatted(changed), "")).at("error/message"))
        .contains("Invalid `" + field + "`");
  }

  @Test
  void toolResultsHoldImagesAndDocuments() {
    String png = Base64.getEncoder().encodeToString(Samples.png("x"));
    String history =
        user("look")
            + ", {\"role\": \"assistant\", \"content\": [{\"type\": \"tool_use\", \"id\": \"t1\","
            + " \"name\": \"look\", \"input\": {}}]}, {\"role\": \"user\", \"content\": [{\"type\":"
            + " \"tool_result\", \"tool_use_id\": \"t1\", \"content\": [%s]}]}";
    String image =
        "{\"type\": \"image\", \"source\": {\"type\": \"base64\", \"media_type\": \"%s\","
            + " \"data\": \"%s\"}}";
    String document =
        "{\"type\": \"document\", \"source\": {\"type\": \"text\", \"media_type\": \"text/plain\","
            + " \"data\": \"x\"}}";
    String both = image.formatted("image/png", png) + ", " + document;
    assertThat(post(NEW, body("m", history.formatted(both), "")).status()).isEqualTo(200);
    String bmp = image.formatted("image/bmp", png);
    assertThat(post(NEW, body("m", history.formatted(bmp), "")).status()).isEqualTo(400);
    byte[] wide = Samples.png("x");
    ByteBuffer.wrap(wide).putInt(16, 9_000);
    String large = image.formatted("image/png", Base64.getEncoder().encodeToString(wide));
    assertThat(post(NEW, body("m", history.formatted(large), "")).at("error/details/error_code"))
        .isEqualTo("image_dimensions_too_large");
    String call = history.substring(0, history.indexOf(", {\"role\": \"user\"", 10));
    assertThat(post(NEW, body("m", call, "")).at("error/message"))
        .contains("without `tool_result` blocks");
  }

  @Test
  void thinkingHasABudgetBelowTheLimit() {
    String thinking = ", \"thinking\": {\"type\": \"enabled\", \"budget_tokens\": %d}";
    assertThat(post(NEW, body("m", user("hi"), thinking.formatted(1_024))).status()).isEqualTo(200);
    assertThat(post(NEW, body("m", user("hi"), thinking.formatted(1_000))).status()).isEqualTo(400);
    assertThat(post(NEW, body("m", user("hi"), thinking.formatted(2_000))).status()).isEqualTo(400);
  }

  @Test
  void stopsAreNamedAndCacheIsNotInput() {
    Caller.Answered answer =
        post(
            NEW,
            body(
                "m",
                user("[[say a b c]][[cache-read 7]][[cache-write 5]]"),
                ", \"stop_sequences\": [\"c\"]"));
    assertThat(answer.at("stop_reason")).isEqualTo("stop_sequence");
    assertThat(answer.at("stop_sequence")).isEqualTo("c");
    assertThat(answer.at("usage/input_tokens")).isEqualTo("12");
    assertThat(answer.at("usage/cache_read_input_tokens")).isEqualTo("7");
    assertThat(answer.at("usage/cache_creation/ephemeral_5m_input_tokens")).isEqualTo("5");
    assertThat(post(NEW, body("m", user("[[say x]][[stop pause_turn]]"), "")).at("stop_reason"))
        .isEqualTo("pause_turn");
  }

  @Test
  void countingTakesFewerFields() {
    String path = "/v1/messages/count_tokens";
    String body = "{\"model\": \"m\", \"messages\": [" + user("some text") + "]%s}";
    assertThat(
            caller
                .post(path, body.formatted(""), "anthropic-version", NEW, "x-api-key", "k")
                .at("input_tokens"))
        .isEqualTo("3");
    assertThat(
            caller
                .post(
                    path,
                    body.formatted(", \"max_tokens\": 1"),
                    "anthropic-version",
                    NEW,
                    "x-api-key",
                    "k")
                .status())
        .isEqualTo(400);
  }
}

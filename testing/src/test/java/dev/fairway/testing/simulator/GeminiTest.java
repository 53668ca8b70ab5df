package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Gemini's format against expectations written from its reference.
class GeminiTest {
  private static final String PLAIN = "/v1beta/models/gemini-3-pro:generateContent";
  private static final String STREAM = "/v1beta/models/gemini-3-pro:streamGenerateContent";

  private final Caller caller = Caller.start(SimulatorSettings.DEFAULT.withApiKeys("key-1"));

  @AfterEach
  void close() {
    caller.close();
  }

  private Caller.Answered post(String path, String body) {
    return caller.post(path, body, "x-goog-api-key", "key-1");
  }

  private Caller.Answered ask(String text) {
    return post(PLAIN, "{\"contents\": [" + user(text) + "]}");
  }

  private static String user(String text) {
    return Json.of(
            java.util.Map.of("role", "user", "parts", List.of(java.util.Map.of("text", text))))
        .text();
  }

  @Test
  void answersText() {
    Caller.Answered answer = ask("[[say hi there]]");
    assertThat(answer.json())
        .isEqualTo(
            Json.parse(
                """
                {"candidates": [{
                   "content": {"parts": [{"text": "hi there"}], "role": "model"},
                   "finishReason": "STOP", "index": 0}],
                 "usageMetadata": {
                   "promptTokenCount": 4, "candidatesTokenCount": 2, "totalTokenCount": 6,
                   "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 4}]},
                 "modelVersion": "gemini-3-pro", "responseId": "%s"}
                """
                    .formatted(answer.at("responseId"))));
  }

  @Test
  void thoughtsAndCachedTokensAreCountedOnce() {
    Caller.Answered answer = ask("[[think let me see]][[say done]][[cache-read 100]]");
    assertThat(answer.at("candidates/0/content/parts/0"))
        .isEqualTo("{\"text\":\"let me see\",\"thought\":true}");
    assertThat(answer.at("usageMetadata/cachedContentTokenCount")).isEqualTo("100");
    int prompt = Integer.parseInt(answer.at("usageMetadata/promptTokenCount"));
    int candidates = Integer.parseInt(answer.at("usageMetadata/candidatesTokenCount"));
    int thoughts = Integer.parseInt(answer.at("usageMetadata/thoughtsTokenCount"));
    assertThat(prompt).isGreaterThan(100);
    assertThat(answer.at("usageMetadata/totalTokenCount"))
        .isEqualTo(Integer.toString(prompt + candidates + thoughts));
  }

  @Test
  void streamsAsEventsAndAsAnArray() {
    String body = "{\"contents\": [" + user("[[say one two]]") + "]}";
    List<Json> events = post(STREAM + "?alt=sse", body).data();
    Caller.Answered array = post(STREAM, body);
    assertThat(array.header("content-type")).startsWith("application/json");
    assertThat(((Json.Arr) array.json()).items()).isEqualTo(events);
    assertThat(events)
        .extracting(event -> Caller.at(event, "candidates/0/content/parts/0/text"))
        .containsExactly("one ", "two", "");
    assertThat(events)
        .extracting(event -> Caller.at(event, "candidates/0/finishReason"))
        .containsExactly("", "", "STOP");
  }

  @Test
  void aFunctionCallEndsWithStopAndItsFirstPartIsSigned() {
    Caller.Answered answer = ask("[[tool add {\"a\":1}]][[tool get {}]]");
    assertThat(answer.at("candidates/0/finishReason")).isEqualTo("STOP");
    assertThat(answer.at("candidates/0/content/parts/0/functionCall/name")).isEqualTo("add");
    assertThat(answer.at("candidates/0/content/parts/0/thoughtSignature")).isNotEmpty();
    assertThat(answer.at("candidates/0/content/parts/1/thoughtSignature")).isEmpty();
  }

  @Test
  void theSignatureComesBackOnTheSamePart() {
    String content = ask("[[tool add {\"a\":1}]][[tool get {}]]").at("candidates/0/content");
    assertThat(next(content).status()).isEqualTo(200);

    Json.Arr parts = (Json.Arr) ((Json.Obj) Json.parse(content)).field("parts").orElseThrow();
    String signature = Caller.at(parts, "0/thoughtSignature");
    String without = content.replace(",\"thoughtSignature\":\"" + signature + "\"", "");
    assertThat(next(without).at("error/message")).contains("missing a thought_signature");
    assertThat(next(without).at("error/status")).isEqualTo("INVALID_ARGUMENT");
    Json other =
        new Json.Arr(
            List.of(
                Json.parse(Caller.at(Json.parse(without), "parts/0")),
                ((Json.Obj) parts.items().get(1))
                    .with("thoughtSignature", new Json.Str(signature))));
    assertThat(next("{\"role\":\"model\",\"parts\":" + other.text() + "}").status()).isEqualTo(400);
    assertThat(next(content.replace(signature, "QUJD")).at("error/message")).contains("Corrupted");
    assertThat(next(content.replace(signature, "skip_thought_signature_validator")).status())
        .isEqualTo(200);
  }

  private Caller.Answered next(String modelTurn) {
    return post(
        PLAIN,
        """
        {"contents": [%s, %s, {"role": "user", "parts": [
          {"functionResponse": {"name": "add", "response": {"result": 1}}},
          {"functionResponse": {"name": "get", "response": {"result": 2}}}]}]}
        """
            .formatted(user("calculate"), modelTurn));
  }

  @Test
  void everyCallHasAResult() {
    String content = ask("[[tool add {}]]").at("candidates/0/content");
    assertThat(next(content).at("error/message")).contains("number of function response parts");
  }

  @Test
  void aBlockedPromptHasNoCandidates() {
    Caller.Answered answer = ask("[[block]]");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("promptFeedback/blockReason")).isEqualTo("SAFETY");
    assertThat(((Json.Obj) answer.json()).fields()).doesNotContainKey("candidates");
    assertThat(ask("[[refuse]]").at("candidates/0"))
        .isEqualTo("{\"finishReason\":\"SAFETY\",\"index\":0}");
    assertThat(ask("[[say x]][[stop RECITATION]]").at("candidates/0/finishReason"))
        .isEqualTo("RECITATION");
  }

  @Test
  void limitsAndStopStringsEndTheAnswer() {
    String request = "{\"contents\": [" + user("[[say a b c d]]") + "], \"generationConfig\": %s}";
    Caller.Answered cut = post(PLAIN, request.formatted("{\"maxOutputTokens\": 2}"));
    assertThat(cut.at("candidates/0/content/parts/0/text")).isEqualTo("a b");
    assertThat(cut.at("candidates/0/finishReason")).isEqualTo("MAX_TOKENS");
    Caller.Answered stopped = post(PLAIN, request.formatted("{\"stopSequences\": [\"c\"]}"));
    assertThat(stopped.at("candidates/0/content/parts/0/text")).isEqualTo("a b ");
    assertThat(stopped.at("candidates/0/finishReason")).isEqualTo("STOP");
  }

  @Test
  void severalCandidatesAreCountedEach() {
    Caller.Answered answer =
        post(
            PLAIN,
            "{\"contents\": ["
                + user("[[say a b]]")
                + "], \"generationConfig\": {\"candidateCount\": 2}}");
    assertThat(answer.at("candidates/1/content/parts/0/text")).isEqualTo("a b");
    assertThat(answer.at("candidates/1/index")).isEqualTo("1");
    assertThat(answer.at("usageMetadata/candidatesTokenCount")).isEqualTo("4");
  }

  @Test
  void onlyTheNewerFieldsTakeAllOfJsonSchema() {
    String tools =
        "{\"contents\": ["
            + user("a")
            + "], \"tools\": [{\"functionDeclarations\": [{\"name\": \"f\", \"%s\": {\"type\":"
            + " \"object\", \"properties\": {\"x\": {\"type\": %s}}%s}}]}]}";
    String closed = ", \"additionalProperties\": false";
    String either = "[\"string\", \"null\"]";
    assertThat(post(PLAIN, tools.formatted("parameters", "\"string\"", "")).status())
        .isEqualTo(200);
    assertThat(post(PLAIN, tools.formatted("parameters", "\"string\"", closed)).at("error/message"))
        .contains("additionalProperties");
    assertThat(post(PLAIN, tools.formatted("parameters", either, "")).status()).isEqualTo(400);
    assertThat(post(PLAIN, tools.formatted("parametersJsonSchema", either, closed)).status())
        .isEqualTo(200);
  }

  @Test
  void countsAndEmbeds() {
    String contents = "{\"contents\": [" + user("some text") + "]}";
    assertThat(post("/v1beta/models/m:countTokens", contents).at("totalTokens")).isEqualTo("3");
    String one = "{\"content\": {\"parts\": [{\"text\": \"some text\"}]}}";
    String values = post("/v1beta/models/m:embedContent", one).at("embedding/values");
    Caller.Answered batch =
        post("/v1beta/models/m:batchEmbedContents", "{\"requests\": [" + one + "," + one + "]}");
    assertThat(batch.at("embeddings/1/values")).isEqualTo(values).startsWith("[");
  }

  @Test
  void refusesWhatGeminiRefuses() {
    assertThat(
            post(PLAIN, "{\"contents\": [" + user("a") + "], \"max_tokens\": 3}")
                .at("error/message"))
        .contains("Unknown name \"max_tokens\"");
    assertThat(post(PLAIN, "{\"contents\": []}").status()).isEqualTo(400);
    assertThat(caller.post(PLAIN, "{}", "x-goog-api-key", "wrong").at("error/message"))
        .contains("API key not valid");
    assertThat(caller.post(PLAIN + "?key=key-1", "{}").status()).isEqualTo(400);
    assertThat(
            post("/v1beta/models/no-such:generateContent", "{\"contents\": [" + user("a") + "]}")
                .at("error/status"))
        .isEqualTo("NOT_FOUND");
    assertThat(ask("[[fault 429 retry-after=3]]").at("error/status"))
        .isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(post(STREAM, "{\"contents\": [" + user("[[fault 503]]") + "]}").at("0/error/status"))
        .isEqualTo("UNAVAILABLE");
  }
}

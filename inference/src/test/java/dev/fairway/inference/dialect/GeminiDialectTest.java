package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.ModelTraits.Feature;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiDialectTest {
  private static final String ANSWER =
      """
      {"candidates":[{"content":{"parts":[
        {"text":"Both.","thoughtSignature":"dGV4dA=="},
        {"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"c2ln+bmVk/w=="},
        {"functionCall":{"name":"f","args":{"a":2}}}]},"finishReason":"STOP"}],
       "responseId":"r1","modelVersion":"gemini-x"}
      """;

  private final Dialect gemini = GeminiDialect.standard();

  /// The whole way of a signature: provider, client, client, provider.
  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic", "anthropic-2026-10-21", "gemini"})
  void signaturesComeBackOnTheirPartsThroughAnyClient(String name) {
    Dialect client = Objects.requireNonNull(Dialects.byName().get(name));
    ChatResponse answer = gemini.readResponse(ANSWER.getBytes(UTF_8));
    ChatRequest next = next(client, client.writeResponse(answer, Instant.EPOCH));
    String sent =
        new String(
            gemini.writeRequest(next, ModelTraits.UNKNOWN, Unsupported.REFUSE).body(), UTF_8);
    assertThat(sent)
        .contains(
            "{\"text\":\"Both.\",\"thoughtSignature\":\"dGV4dA==\"},"
                + "{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":1}},\"thoughtSignature\":\"c2ln+bmVk/w==\"},"
                + "{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":2}}}")
        .contains("{\"functionResponse\":{\"name\":\"f\",\"response\":{\"output\":\"one\"}}}");
  }

  /// What a client sends after an answer: the answer, and a result of each call.
  private ChatRequest next(Dialect client, byte[] shown) {
    String text = new String(shown, UTF_8);
    Json.Obj answer = (Json.Obj) Json.parse(text);
    String body =
        switch (client.name()) {
          case "openai" -> {
            Json.Obj choice = (Json.Obj) items(answer, "choices").getFirst();
            Json.Obj message = (Json.Obj) choice.field("message").orElseThrow();
            List<Json> messages = new ArrayList<>(List.of(message));
            List<Json> calls = items(message, "tool_calls");
            for (int i = 0; i < calls.size(); i++) {
              messages.add(
                  new Body()
                      .put("role", "tool")
                      .put("tool_call_id", ((Json.Obj) calls.get(i)).fields().get("id"))
                      .put("content", i == 0 ? "one" : "two")
                      .json());
            }
            yield new Body().put("model", "m").put("messages", messages).json().text();
          }
          case "anthropic" -> {
            List<Json> results = new ArrayList<>();
            for (Json block : items(answer, "content")) {
              if (((Json.Obj) block).fields().get("id") instanceof Json.Str id) {
                results.add(
                    new Body()
                        .put("type", "tool_result")
                        .put("tool_use_id", id)
                        .put("content", results.isEmpty() ? "one" : "two")
                        .json());
              }
            }
            yield new Body()
                .put("model", "m")
                .put("max_tokens", 9)
                .put(
                    "messages",
                    List.of(
                        new Body()
                            .put("role", "assistant")
                            .put("content", items(answer, "content"))
                            .json(),
                        new Body().put("role", "user").put("content", results).json()))
                .json()
                .text();
          }
          default -> {
            Json.Obj candidate = (Json.Obj) items(answer, "candidates").getFirst();
            yield new Body()
                .put(
                    "contents",
                    List.of(
                        candidate.field("content").orElseThrow(),
                        Json.parse(
                            """
                            {"parts":[{"functionResponse":{"name":"f","response":{"output":"one"}}},
                             {"functionResponse":{"name":"f","response":{"output":"two"}}}]}
                            """)))
                .json()
                .text();
          }
        };
    return client.readRequest("/models/m:generateContent", body.getBytes(UTF_8));
  }

  private static List<Json> items(Json.Obj object, String name) {
    return ((Json.Arr) object.field(name).orElseThrow()).items();
  }

  @Test
  void anotherModelsCallGetsWhatTheGuideSaysAndOnlyWhereSignaturesAreWanted() {
    ChatRequest asked =
        ChatRequest.of(
            "m",
            List.of(
                new Message(
                    Message.Role.ASSISTANT, List.of(new Part.ToolCall("1", "f", Json.object())))));
    assertThat(written(asked, traits(ModelTraits.Thinking.LEVEL)))
        .contains("\"thoughtSignature\":\"skip_thought_signature_validator\"");
    assertThat(written(asked, ModelTraits.UNKNOWN)).doesNotContain("thoughtSignature");
  }

  @ParameterizedTest
  @CsvSource({
    "LEVEL, none, MINIMAL, reasoning_effort~minimal",
    "LEVEL, high, HIGH,",
    "LEVEL, max, HIGH, reasoning_effort~high",
    "UNKNOWN, low, LOW,",
    "BUDGET, none, 0,",
    "BUDGET, medium, 8192, reasoning_effort~8192",
  })
  void effortIsSaidTheWayTheModelTakesIt(
      ModelTraits.Thinking thinking, String effort, String written, String approximated) {
    ChatRequest asked =
        ChatRequest.of("m", "x")
            .withParameters(Parameters.builder().reasoningEffort(effort).build());
    Dialect.WireRequest wire = gemini.writeRequest(asked, traits(thinking), Unsupported.REFUSE);
    assertThat(new String(wire.body(), UTF_8)).containsPattern("\"thinking\\w+\":\"?" + written);
    assertThat(wire.dropped()).isEqualTo(approximated == null ? List.of() : List.of(approximated));
  }

  private static ModelTraits traits(ModelTraits.Thinking thinking) {
    return new ModelTraits(null, true, thinking, Set.of());
  }

  private String written(ChatRequest request, ModelTraits traits) {
    return new String(gemini.writeRequest(request, traits, Unsupported.REFUSE).body(), UTF_8);
  }

  @Test
  void aSchemaIsCutToWhatOlderBackEndsKnowAndTheRestIsListed() {
    Json.Obj schema =
        (Json.Obj)
            Json.parse(
                """
                {"$schema":"x","type":"object","additionalProperties":false,
                 "properties":{
                   "kind":{"const":"a"},
                   "size":{"type":["integer","null"],"exclusiveMinimum":0},
                   "tags":{"type":"array","items":{"$ref":"#/$defs/tag"},"uniqueItems":true},
                   "tree":{"$ref":"#/$defs/tree"}},
                 "$defs":{"tag":{"type":"string","pattern":"a"},
                   "tree":{"type":"object","properties":{"left":{"$ref":"#/$defs/tree"}}}}}
                """);
    ChatRequest asked =
        ChatRequest.of("m", "x").withTools(List.of(new Tool("f", null, schema, null)), null);
    ModelTraits older =
        new ModelTraits(null, true, ModelTraits.Thinking.UNKNOWN, Set.of(Feature.FULL_SCHEMA));
    Dialect.WireRequest wire = gemini.writeRequest(asked, older, Unsupported.REFUSE);
    assertThat(new String(wire.body(), UTF_8))
        .contains(
            "\"parameters\":{\"type\":\"OBJECT\",\"properties\":{"
                + "\"kind\":{\"enum\":[\"a\"],\"type\":\"STRING\"},"
                + "\"size\":{\"nullable\":true,\"type\":\"INTEGER\"},"
                + "\"tags\":{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\",\"pattern\":\"a\"}},"
                + "\"tree\":{\"type\":\"OBJECT\",\"properties\":{\"left\":{\"type\":\"OBJECT\"}}}}}");
    assertThat(wire.dropped())
        .containsExactly(
            "tools[0].parameters.additionalProperties",
            "tools[0].parameters.properties.size.exclusiveMinimum",
            "tools[0].parameters.properties.tags.uniqueItems",
            "tools[0].parameters.properties.tree.properties.left.$ref~object");
    assertThat(written(asked, ModelTraits.UNKNOWN)).contains("\"$ref\":\"#/$defs/tree\"");
  }

  @Test
  void aSchemaThatGrowsWithoutEndIsRefused() {
    StringBuilder defs = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      defs.append(
          ",\"d%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
              .formatted(i, i + 1, i + 1));
    }
    Json.Obj schema =
        (Json.Obj) Json.parse("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + defs.substring(1) + "}}");
    Omissions strict = new Omissions("gemini", Unsupported.REFUSE);
    assertThatThrownBy(() -> GeminiSchema.subset(schema, "s", strict))
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"finishMessage\":\"f(\"}]}|MALFORMED_FUNCTION_CALL f(",
        "{\"candidates\":[{\"finishReason\":\"OTHER\"}]}|no answer: OTHER",
        "{\"candidates\":[]}|candidates",
        "{}|candidates",
      })
  void whatIsNoAnswerIsAFailure(String body, String said) {
    assertThatThrownBy(() -> gemini.readResponse(body.getBytes(UTF_8)))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|INVALID_ARGUMENT|bad|x|BadRequest",
        "400|INVALID_ARGUMENT|API key not valid|API_KEY_INVALID|Unauthorized",
        "400|INVALID_ARGUMENT|The input token count (9) exceeds the maximum|x|ContextTooLong",
        "403|PERMISSION_DENIED|no|x|Unauthorized",
        "404|NOT_FOUND|models/x is not found|x|UnknownModel",
        "429|RESOURCE_EXHAUSTED|slow|x|Throttled",
        "500|INTERNAL|oops|x|Unavailable",
        "503|UNAVAILABLE|The model is overloaded|x|Unavailable",
        "504|DEADLINE_EXCEEDED|late|x|Unavailable",
      })
  void errorsHaveTheirClass(
      int status, String word, String message, String reason, String expected) {
    String body =
        """
        {"error":{"code":%d,"message":"%s","status":"%s","details":[
          {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"%s"}]}}
        """
            .formatted(status, message, word, reason);
    assertThat(gemini.readError(status, null, body.getBytes(UTF_8)).reason()).isEqualTo(expected);
    assertThat(gemini.readError(status, null, ("[" + body + "]").getBytes(UTF_8)).reason())
        .isEqualTo(expected);
    byte[] event = ("data: " + body.replace("\n", " ") + "\n\n").getBytes(UTF_8);
    assertThatThrownBy(() -> gemini.readEvents(9_999).read(event, 0, event.length, _ -> {}))
        .isInstanceOfSatisfying(
            ModelFailureException.class, e -> assertThat(e.failure().reason()).isEqualTo(expected));
  }

  @Test
  void theWaitIsReadFromTheBodyToo() {
    byte[] body = "{\"error\":{\"details\":[{\"retryDelay\":\"37.5s\"}]}}".getBytes(UTF_8);
    assertThat(gemini.readError(429, null, body).retryAfter()).contains(Duration.ofMillis(37_500));
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-x, /v1beta/models/gemini-x:generateContent",
    "tunedModels/mine, /v1beta/tunedModels/mine:generateContent",
    "a b:c, /v1beta/models/a%20b%3Ac:generateContent",
  })
  void thePathNamesTheModel(String model, String path) {
    assertThat(new GeminiPath(model, false).write()).isEqualTo(path);
    assertThat(GeminiPath.read(path)).isEqualTo(new GeminiPath(model, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        ":",
        "/models/:generateContent",
        "/models/m:embedContent",
        "/models/m:streamGenerateContent",
        "/models/m:streamGenerateContent?alt=json"
      })
  void anyOtherPathIsRefused(String path) {
    assertThatThrownBy(() -> GeminiPath.read(path))
        .isInstanceOfSatisfying(
            ModelFailureException.class,
            e -> assertThat(e.failure()).isInstanceOf(ModelFailure.BadRequest.class));
  }
}

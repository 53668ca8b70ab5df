package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Fields that a user adds to a request by hand.
class ExtraFieldsTest {
  private final Dialect openAi = OpenAiDialect.standard();
  private final Dialect anthropic = AnthropicDialect.version("2026-10-21");

  @Test
  void goToTheProviderThatKnowsThem() {
    assertThat(body(openAi, "verbosity", new Json.Str("low"))).contains("\"verbosity\":\"low\"");
    assertThat(body(anthropic, "speed", new Json.Str("fast"))).contains("\"speed\":\"fast\"");
  }

  @Test
  void goToAnyProviderWhenNobodyHereKnowsThem() {
    assertThat(body(openAi, "brand_new", new Json.Num(1))).contains("\"brand_new\":1");
    assertThat(body(anthropic, "brand_new", new Json.Num(1))).contains("\"brand_new\":1");
  }

  @Test
  void areRefusedByNameWhereTheyBelongToAnotherFormat() {
    assertThatThrownBy(() -> body(anthropic, "logprobs", new Json.Bool(true)))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("logprobs");
    assertThatThrownBy(
            () -> body(openAi, "thinking", Json.object("type", new Json.Str("adaptive"))))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("thinking");
  }

  @Test
  void neverReplaceWhatTheRequestSays() {
    assertThatThrownBy(() -> body(openAi, "model", new Json.Str("other")))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("model");
  }

  @Test
  void defaultsOfAnotherFormatAreLeftOutInSilence() {
    Dialect.WireRequest wire =
        anthropic.writeRequest(
            request("n", new Json.Num(1)), ModelTraits.UNKNOWN, Unsupported.REFUSE);
    assertThat(wire.dropped()).isEmpty();
  }

  /// Clients send an answer back as they got it, with fields that say nothing.
  @Test
  void whatAnAnswerCarriesAlongMayComeBack() {
    assertThat(
            dropped(
                openAi,
                anthropic,
                """
                {"role":"assistant","content":"x","refusal":null,"annotations":[]}
                """))
        .isEmpty();
    assertThat(
            dropped(
                anthropic,
                openAi,
                """
                {"role":"assistant","content":[
                  {"type":"text","text":"x","citations":null},
                  {"type":"tool_use","id":"1","name":"f","input":{},"caller":{"type":"direct"}}]}
                """))
        .isEmpty();
  }

  private static List<String> dropped(Dialect from, Dialect to, String answer) {
    String body =
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},%s]}
        """
            .formatted(answer);
    ChatRequest request = from.readRequest("", body.getBytes(StandardCharsets.UTF_8));
    return to.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.REFUSE).dropped();
  }

  private static String body(Dialect dialect, String name, Json value) {
    Dialect.WireRequest wire =
        dialect.writeRequest(request(name, value), ModelTraits.UNKNOWN, Unsupported.REFUSE);
    return Json.parse(wire.body()).text();
  }

  private static ChatRequest request(String name, Json value) {
    return ChatRequest.of("m", "hi").withExtras(Extras.of(Map.of(name, value)));
  }
}

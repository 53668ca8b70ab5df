package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.ModelTraits.Feature;
import dev.fairway.inference.chat.ModelTraits.Thinking;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a model cannot take, asked in a format that could say it.
class ModelFitTest {
  private static final ModelTraits WITHOUT_SAMPLING =
      new ModelTraits(null, false, Thinking.UNKNOWN, Set.of());
  private static final ModelTraits WITHOUT_REASONING =
      new ModelTraits(null, true, Thinking.NONE, Set.of());

  @Test
  void aTemperatureOtherThanTheDefaultIsRefusedByNameWhereTheModelTakesNone() {
    assertThatThrownBy(() -> strict(WITHOUT_SAMPLING, warm("0.2")))
        .hasMessageContaining("temperature")
        .hasMessageContaining("the model does not take it");
  }

  @Test
  void theDefaultTemperatureIsLeftOutSilently() {
    assertThat(strict(WITHOUT_SAMPLING, warm("1.0")).dropped()).isEmpty();
    assertThat(body(WITHOUT_SAMPLING, warm("1.0")).fields()).doesNotContainKey("temperature");
  }

  @Test
  void aLenientCallListsWhatTheModelDoesNotGet() {
    ChatRequest request =
        ChatRequest.of("m", "hello")
            .withTools(List.of(new Tool("f", null, Json.object(), null)), null)
            .withMessages(
                List.of(
                    new Message(
                        Message.Role.USER,
                        List.of(
                            new Part.Text("look"),
                            new Part.Image(new Part.Source.Url("https://example.com/a.png"))))));
    Dialect.WireRequest wire =
        OpenAiDialect.standard()
            .writeRequest(request, without(Feature.TOOLS, Feature.IMAGES), Unsupported.DROP);
    assertThat(wire.dropped()).containsExactly("messages[0].parts[1]", "tools");
  }

  @Test
  void noReasoningIsWhatAModelWithoutReasoningDoesAnyway() {
    ChatRequest request =
        ChatRequest.of("m", "hello")
            .withParameters(Parameters.builder().reasoningEffort("none").build());
    assertThat(body(WITHOUT_REASONING, request).fields()).doesNotContainKey("reasoning_effort");
  }

  @Test
  void anAnthropicModelGetsItsOwnLimitWhenTheCallerSetsNone() {
    ModelTraits traits = new ModelTraits(64_000, true, Thinking.UNKNOWN, Set.of());
    Dialect.WireRequest wire =
        AnthropicDialect.version(AnthropicDialect.NEWEST_VERSION)
            .writeRequest(ChatRequest.of("m", "hello"), traits, Unsupported.REFUSE);
    assertThat(Json.parse(wire.body()))
        .isInstanceOfSatisfying(
            Json.Obj.class,
            body -> assertThat(body.field("max_tokens")).contains(new Json.Num(64_000)));
  }

  private static ModelTraits without(Feature... features) {
    return new ModelTraits(null, true, Thinking.UNKNOWN, Set.of(features));
  }

  private static ChatRequest warm(String temperature) {
    return ChatRequest.of("m", "hello")
        .withParameters(Parameters.builder().temperature(new BigDecimal(temperature)).build());
  }

  private static Dialect.WireRequest strict(ModelTraits traits, ChatRequest request) {
    return OpenAiDialect.standard().writeRequest(request, traits, Unsupported.REFUSE);
  }

  private static Json.Obj body(ModelTraits traits, ChatRequest request) {
    return (Json.Obj) Json.parse(strict(traits, request).body());
  }
}

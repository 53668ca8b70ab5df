package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a target cannot take is named as the caller spelled it.
class FieldNamesTest {
  /// System, user, assistant with reasoning, text and two calls, two results, and a picture.
  private static final String OPENAI =
      """
      {"model": "m", "messages": [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "u"},
        {"role": "assistant", "content": "a", "thinking_blocks": [{"type": "thinking", "thinking": "t"}],
         "tool_calls": [
           {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}},
           {"id": "2", "type": "function", "function": {"name": "g", "arguments": "{"}}]},
        {"role": "tool", "tool_call_id": "1", "content": "x"},
        {"role": "tool", "tool_call_id": "2", "content": [
          {"type": "text", "text": "y"}, {"type": "text", "text": "z"}]},
        {"role": "user", "content": [
          {"type": "text", "text": "see"}, {"type": "image_url", "image_url": {"url": "u"}}]}]}
      """;

  private static final String ANTHROPIC =
      """
      {"model": "m", "max_tokens": 9, "system": [{"type": "text", "text": "s"}], "messages": [
        {"role": "user", "content": "u"},
        {"role": "assistant", "content": [
          {"type": "text", "text": "a"}, {"type": "tool_use", "id": "1", "name": "f", "input": {}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "1", "is_error": true,
          "content": [{"type": "image", "source": {"type": "url", "url": "u"}}]}]}]}
      """;

  @ParameterizedTest
  @CsvSource({
    "stop, stop",
    "messages[0].parts[0], messages[0].content",
    "messages[0].role, messages[0].role",
    "messages[2].parts[0], messages[2].thinking_blocks[0]",
    "messages[2].parts[1], messages[2].content",
    "messages[2].parts[2], messages[2].tool_calls[0]",
    "messages[2].parts[3].arguments, messages[2].tool_calls[1].function.arguments",
    "messages[3].parts[0], messages[3]",
    "messages[3].parts[1].parts[1], messages[4].content[1]",
    "messages[4].parts[1], messages[5].content[1]",
    "messages[3].name, messages[3].name",
    "messages[5].content[0].cache_control, messages[5].content[0].cache_control",
    "messages[99].parts[0], messages[99].parts[0]",
  })
  void openAiCallersReadTheirNames(String canonical, String own) {
    assertThat(named(OpenAiDialect.standard(), OPENAI).of(canonical)).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
    "stop, stop_sequences",
    "parallel_tool_calls, tool_choice.disable_parallel_tool_use",
    "response_format, output_config.format",
    "messages[0].parts[0], system[0]",
    "messages[1].parts[0], messages[0].content[0]",
    "messages[2].parts[1], messages[1].content[1]",
    "messages[3].parts[0].parts[0], messages[2].content[0].content[0]",
    "messages[3].parts[0].error, messages[2].content[0].is_error",
    "messages[2].content[0].citations, messages[2].content[0].citations",
    "thinking, thinking",
  })
  void anthropicCallersReadTheirNames(String canonical, String own) {
    Dialect anthropic = AnthropicDialect.version(AnthropicDialect.FIRST_VERSION);
    assertThat(named(anthropic, ANTHROPIC).of(canonical)).isEqualTo(own);
  }

  private static FieldNames named(Dialect dialect, String body) {
    return dialect.fieldNames(dialect.readRequest("", body.getBytes(UTF_8)));
  }

  @Test
  void aRefusalNamesThemInItsTextToo() {
    Dialect caller = AnthropicDialect.version(AnthropicDialect.FIRST_VERSION);
    ChatRequest request =
        caller.readRequest(
            "",
            Json.parse(ANTHROPIC.replace("\"max_tokens\": 9", "\"max_tokens\": 9, \"top_k\": 3"))
                .utf8());
    ModelFailure failure = refusal(request);
    assertThat(caller.fieldNames(request).of(failure))
        .isEqualTo(
            new ModelFailure.UnsupportedParameter(
                "messages[2].content[0].content[0] cannot be sent to a provider of format cohere: a"
                    + " tool's result holds texts and its own documents only",
                "messages[2].content[0].content[0]"));
  }

  private static ModelFailure refusal(ChatRequest request) {
    try {
      new CohereDialect().writeRequest(request, ModelTraits.UNKNOWN, Unsupported.REFUSE);
    } catch (ModelFailureException e) {
      return e.failure();
    }
    throw new AssertionError("nothing was refused");
  }

  @Test
  void whatWasLeftOutIsNamedToo() {
    FieldNames names = named(new OllamaDialect(), OLLAMA);
    assertThat(names.of(List.of("stop", "reasoning_effort~low", "options.num_ctx")))
        .containsExactly("options.stop", "think~low", "options.num_ctx");
  }

  private static final String OLLAMA =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
}

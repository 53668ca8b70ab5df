package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.StopReason;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why answers end: the same word means the same in a plain answer and in a stream, and the
/// provider's own word is kept. Words for which there is no answer are tried with the errors.
class StopReasonsTest {
  private static final Map<String, String> PLAIN =
      Map.of(
          "openai",
          """
          {"id":"a","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"WORD"}]}\
          """,
          "anthropic",
          """
          {"id":"a","model":"m","content":[{"type":"text","text":"hi"}],"stop_reason":"WORD"}\
          """,
          "gemini",
          """
          {"modelVersion":"m","candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"WORD"}]}\
          """,
          "cohere",
          """
          {"id":"a","finish_reason":"WORD","message":{"role":"assistant","content":[{"type":"text","text":"hi"}]}}\
          """,
          "bedrock",
          """
          {"output":{"message":{"role":"assistant","content":[{"text":"hi"}]}},"stopReason":"WORD"}\
          """);

  private static final Map<String, String> STREAM =
      Map.of(
          "openai",
          """
          data: {"id":"a","model":"m","choices":[{"index":0,"delta":{"content":"hi"}}]}

          data: {"id":"a","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"WORD"}]}

          data: [DONE]

          """,
          "anthropic",
          """
          data: {"type":"message_start","message":{"id":"a","model":"m"}}

          data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"hi"}}

          data: {"type":"content_block_stop","index":0}

          data: {"type":"message_delta","delta":{"stop_reason":"WORD"}}

          data: {"type":"message_stop"}

          """,
          "gemini",
          """
          data: {"modelVersion":"m","candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"WORD"}]}

          """,
          "cohere",
          """
          data: {"type":"message-start","id":"a"}

          data: {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":"hi"}}}}

          data: {"type":"content-end","index":0}

          data: {"type":"message-end","delta":{"finish_reason":"WORD"}}

          """);

  @ParameterizedTest
  @CsvSource({
    "openai, stop, END",
    "openai, length, LENGTH",
    "openai, tool_calls, TOOL_CALLS",
    "openai, content_filter, REFUSED",
    "openai, new_word, OTHER",
    "anthropic, end_turn, END",
    "anthropic, stop_sequence, STOP_TEXT",
    "anthropic, max_tokens, LENGTH",
    "anthropic, model_context_window_exceeded, LENGTH",
    "anthropic, tool_use, TOOL_CALLS",
    "anthropic, refusal, REFUSED",
    "anthropic, pause_turn, PAUSED",
    "anthropic, new_word, OTHER",
    "gemini, STOP, END",
    "gemini, MAX_TOKENS, LENGTH",
    "gemini, SAFETY, REFUSED",
    "gemini, RECITATION, REFUSED",
    "gemini, BLOCKLIST, REFUSED",
    "gemini, PROHIBITED_CONTENT, REFUSED",
    "gemini, SPII, REFUSED",
    "gemini, IMAGE_SAFETY, REFUSED",
    "gemini, IMAGE_PROHIBITED_CONTENT, REFUSED",
    "gemini, IMAGE_RECITATION, REFUSED",
    "gemini, LANGUAGE, OTHER",
    "gemini, OTHER, OTHER",
    "cohere, COMPLETE, END",
    "cohere, STOP_SEQUENCE, STOP_TEXT",
    "cohere, MAX_TOKENS, LENGTH",
    "cohere, TOOL_CALL, TOOL_CALLS",
    "bedrock, end_turn, END",
    "bedrock, stop_sequence, STOP_TEXT",
    "bedrock, max_tokens, LENGTH",
    "bedrock, model_context_window_exceeded, LENGTH",
    "bedrock, tool_use, TOOL_CALLS",
    "bedrock, guardrail_intervened, REFUSED",
    "bedrock, content_filtered, REFUSED",
  })
  void aWordMeansTheSameHoweverItComes(String dialect, String word, StopReason expected) {
    Dialect format = Objects.requireNonNull(Dialects.byName().get(dialect));
    ChatResponse plain = format.readResponse(with(PLAIN, dialect, word));

    assertThat(plain.stop()).isEqualTo(expected);
    assertThat(plain.nativeStop()).isEqualTo(word);
    assertThat(plain.text()).isEqualTo("hi");
    // Bedrock's streams are binary; its cases hold them.
    if (STREAM.containsKey(dialect)) {
      assertThat(fold(format, with(STREAM, dialect, word))).isEqualTo(plain);
    }
  }

  private static byte[] with(Map<String, String> templates, String dialect, String word) {
    return Objects.requireNonNull(templates.get(dialect)).replace("WORD", word).getBytes(UTF_8);
  }

  private static ChatResponse fold(Dialect dialect, byte[] stream) {
    ResponseFold fold = new ResponseFold();
    EventReader reader = dialect.readEvents(100_000);
    reader.read(stream, 0, stream.length, fold);
    reader.end(fold);
    return fold.response();
  }
}

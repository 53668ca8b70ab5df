package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's chat completions against expectations written from its reference.
class OpenAiTest {
  private final Caller caller = Caller.start();

  @AfterEach
  void close() {
    caller.close();
  }

  private Caller.Answered ask(String messages, String more) {
    return caller.post(
        "/v1/chat/completions",
        "{\"model\": \"m\", \"messages\": [%s]%s}".formatted(messages, more));
  }

  private static String user(String text) {
    return "{\"role\": \"user\", \"content\": \"" + text + "\"}";
  }

  @Test
  void severalChoicesAreCountedEach() {
    Caller.Answered plain = ask(user("[[say a b]]"), ", \"n\": 3");
    assertThat(plain.at("choices/2/message/content")).isEqualTo("a b");
    assertThat(plain.at("usage/completion_tokens")).isEqualTo("6");
    List<Json> chunks = ask(user("[[say a]]"), ", \"n\": 2, \"stream\": true").data();
    assertThat(chunks)
        .extracting(chunk -> Caller.at(chunk, "choices/0/index"))
        .containsExactly("0", "1", "0", "1", "0", "1");
  }

  @Test
  void whatWasCachedIsPartOfThePrompt() {
    Caller.Answered answer = ask(user("[[say a]][[cache-read 7]][[cache-write 5]]"), "");
    assertThat(answer.at("usage/prompt_tokens")).isEqualTo("23");
    assertThat(answer.at("usage/prompt_tokens_details/cached_tokens")).isEqualTo("7");
    assertThat(answer.at("usage/prompt_tokens_details/cache_write_tokens")).isEqualTo("5");
  }

  @Test
  void usageComesInAChunkOfItsOwnWhenAskedFor() {
    String more = ", \"stream\": true, \"stream_options\": {\"include_usage\": true}";
    List<Json> chunks = ask(user("[[say a]]"), more).data();
    assertThat(chunks)
        .extracting(chunk -> Caller.at(chunk, "usage").equals("null"))
        .containsExactly(true, true, true, false);
    assertThat(Caller.at(chunks.getLast(), "choices")).isEqualTo("[]");
    assertThat(ask(user("a"), ", \"stream\": true").text()).doesNotContain("usage");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\": []",
        "\"tool_choice\": \"auto\"",
        "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"no spaces\"}}]",
        "\"n\": 0",
        "\"thinking\": {}",
        "\"system\": \"x\"",
      })
  void fieldsThatMakeNoSenseAreRefused(String field) {
    assertThat(ask(user("hi"), ", " + field).status()).isEqualTo(400);
  }

  @Test
  void resultsFollowTheirCallsAndHoldText() {
    String call =
        "{\"role\": \"assistant\", \"tool_calls\": [{\"id\": \"c1\", \"type\": \"function\","
            + " \"function\": {\"name\": \"f\", \"arguments\": \"{}\"}}]}";
    String result = "{\"role\": \"tool\", \"tool_call_id\": \"c1\", \"content\": %s}";
    String text = result.formatted("\"3\"");
    String picture =
        result.formatted("[{\"type\": \"image_url\", \"image_url\": {\"url\": \"x\"}}]");
    assertThat(ask(user("a") + "," + call + "," + text, "").status()).isEqualTo(200);
    assertThat(ask(user("a") + "," + call + "," + picture, "").status()).isEqualTo(400);
    assertThat(ask(user("a") + "," + call + "," + user("b"), "").at("error/message"))
        .contains("did not have response messages: c1");
    assertThat(ask(user("a") + "," + text, "").at("error/message")).contains("preceding message");
  }
}

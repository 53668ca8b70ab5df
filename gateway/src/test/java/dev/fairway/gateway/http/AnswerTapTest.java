package dev.fairway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// What is found in answers that pass by.
class AnswerTapTest {
  private static final String COMPLETION =
      """
      {"id":"c1","choices":[{"index":0,"message":{"role":"assistant",
        "content":"say \\"usage\\": {\\"prompt_tokens\\": 9}"},"finish_reason":"stop"}],
       "usage" : {"prompt_tokens":12,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}},
       "service_tier":"default"}
      """;

  private static final String CHUNKS =
      """
      : keep-alive {"usage": {"prompt_tokens": 99}}

      data: {"choices":[{"index":0,"delta":{"content":"hi }{"},"finish_reason":null}],"usage":null}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"length"}],"usage":null}

      data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7}}

      data: [DONE]

      """;

  private static final String EVENTS =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":25,"output_tokens":1},"stop_reason":null}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\\"usage\\":{"}}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}

      """;

  @Test
  void findsTheUsageOfACompletion() {
    AnswerTap tap = tapped(COMPLETION, false, 0);
    assertThat(tap.usage())
        .contains(
            (Json.Obj)
                Json.parse(
                    "{\"prompt_tokens\":12,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":4}}"));
    assertThat(tap.reason()).contains("stop");
  }

  @Test
  void findsTheLastUsageOfAStream() {
    AnswerTap tap = tapped(CHUNKS, true, 0);
    assertThat(tap.usage())
        .contains((Json.Obj) Json.parse("{\"prompt_tokens\":5,\"completion_tokens\":7}"));
    assertThat(tap.reason()).contains("length");
  }

  @Test
  void findsBothUsagesOfAMessage() {
    AnswerTap tap = tapped(EVENTS, true, 0);
    assertThat(tap.firstUsage())
        .contains((Json.Obj) Json.parse("{\"input_tokens\":25,\"output_tokens\":1}"));
    assertThat(tap.usage()).contains((Json.Obj) Json.parse("{\"output_tokens\":15}"));
    assertThat(tap.reason()).contains("end_turn");
  }

  @Test
  void whereverAnAnswerIsCutTheSameIsFound() {
    for (String answer : new String[] {COMPLETION, CHUNKS, EVENTS}) {
      boolean events = !answer.equals(COMPLETION);
      AnswerTap whole = tapped(answer, events, 0);
      for (int cut = 0; cut < answer.length(); cut++) {
        AnswerTap tap = tapped(answer, events, cut);
        assertThat(tap.usage()).as("cut at %d", cut).isEqualTo(whole.usage());
        assertThat(tap.reason()).isEqualTo(whole.reason());
      }
    }
  }

  @Test
  void whatTheModelSaysIsNoUsage() {
    assertThat(
            tapped(
                    "{\"content\":[{\"input\":{\"usage\":{\"input_tokens\":1}}}],\"a\":{\"b\":{\"usage\":{}}}}",
                    false,
                    0)
                .usage())
        .isEmpty();
  }

  @Property(tries = 1000)
  void anyBytesAreTaken(@ForAll @Size(max = 300) byte[] bytes, @ForAll boolean events) {
    AnswerTap tap = new AnswerTap(events);
    tap.read(bytes, 0, bytes.length);
    assertThat(tap.usage()).isNotNull();
    assertThat(tap.reason()).isNotNull();
  }

  private static AnswerTap tapped(String answer, boolean events, int cut) {
    AnswerTap tap = new AnswerTap(events);
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    tap.read(bytes, 0, cut);
    tap.read(bytes, cut, bytes.length);
    return tap;
  }
}

package dev.fairway.inference.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseFoldTest {
  private final ChatResponse answer =
      new ChatResponse(
          "a1",
          "m",
          List.of(
              new Part.Thinking("hm", "sig"),
              new Part.RedactedThinking("xyz"),
              new Part.Text("hello"),
              new Part.ToolCall("c1", "add", Json.parse("{\"a\":1.0}")),
              new Part.ToolCall("c2", "cut", new Json.Str("{\"a\":"))),
          StopReason.TOOL_CALLS,
          "tool_use",
          null,
          Usage.of(3, 4),
          List.of());

  @Test
  void foldingTheEventsOfAnAnswerGivesTheAnswer() {
    ResponseFold fold = new ResponseFold();
    answer.events().forEach(fold);
    assertThat(fold.complete()).isTrue();
    assertThat(fold.response()).isEqualTo(answer);
  }

  @Test
  void interleavedToolCallsStayApart() {
    ResponseFold fold = new ResponseFold();
    fold.accept(new ChatEvent.ToolCallStarted(0, "a", "x"));
    fold.accept(new ChatEvent.ToolCallStarted(1, "b", "y"));
    fold.accept(new ChatEvent.ToolCallDelta(0, "{\"n\""));
    fold.accept(new ChatEvent.ToolCallDelta(1, ""));
    fold.accept(new ChatEvent.ToolCallDelta(0, ":1}"));
    assertThat(fold.response().toolCalls())
        .containsExactly(
            new Part.ToolCall("a", "x", Json.parse("{\"n\":1}")),
            new Part.ToolCall("b", "y", Json.object()));
  }

  @Test
  void aCutStreamIsNotComplete() {
    ResponseFold fold = new ResponseFold();
    fold.accept(new ChatEvent.TextDelta(0, "hel"));
    assertThat(fold.complete()).isFalse();
    assertThat(fold.response().stop()).isEqualTo(StopReason.OTHER);
  }
}

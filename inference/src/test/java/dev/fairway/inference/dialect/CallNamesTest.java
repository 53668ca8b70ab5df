package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import dev.fairway.inference.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class CallNamesTest {
  private static final String LONG = "search/".repeat(20);
  private static final NameLimit LIMIT = new NameLimit(64, "_-");

  @Test
  void whatFitsStaysAsItIs() {
    assertThat(LIMIT.fit("get_weather-2")).isEqualTo("get_weather-2");
    assertThat(LIMIT.fit("x".repeat(64))).hasSize(64).doesNotContain("_");
    assertThat(NameLimit.NONE.fit(LONG)).isEqualTo(LONG);
  }

  @Property
  void whateverTheNameWhatIsWrittenFitsAndIsTheSameEachTime(@ForAll @NotEmpty String name) {
    assertThat(LIMIT.fit(name)).matches("[a-zA-Z0-9_-]{1,64}").isEqualTo(LIMIT.fit(name));
  }

  @Test
  void longNamesThatBeginAlikeStayApart() {
    assertThat(LIMIT.fit(LONG + "a"))
        .hasSize(64)
        .startsWith("search_search_")
        .isNotEqualTo(LIMIT.fit(LONG + "b"));
  }

  @Test
  void anAnswerHasTheFullNamesAgain() {
    Dialect.WireRequest wire =
        OpenAiDialect.standard().writeRequest(asking(), ModelTraits.UNKNOWN, Unsupported.REFUSE);
    String told = LIMIT.fit(LONG);
    assertThat(new String(wire.body(), StandardCharsets.UTF_8)).doesNotContain(LONG).contains(told);
    Part answered = new Part.ToolCall("1", told, Json.object());
    assertThat(wire.recall().complete(answer(answered)).parts())
        .containsExactly(new Part.ToolCall("1", LONG, Json.object()));
    assertThat(wire.recall().complete(new ChatEvent.ToolCallStarted(0, "1", told)))
        .isEqualTo(new ChatEvent.ToolCallStarted(0, "1", LONG));
  }

  @Test
  void aCallAndItsResultAreShortenedAlike() {
    String id = "call/".repeat(30);
    ChatRequest asked =
        ChatRequest.of(
            "m",
            List.of(
                Message.user("x"),
                new Message(
                    Message.Role.ASSISTANT, List.of(new Part.ToolCall(id, "f", Json.object()))),
                new Message(
                    Message.Role.USER, List.of(new Part.ToolResult(id, List.of(), false)))));
    Omissions none = new Omissions("x", Unsupported.REFUSE);
    List<Message> fitted =
        new CallNames(NameLimit.NONE, LIMIT, false).fit(asked, none).request().messages();
    assertThat(fitted.get(1).parts())
        .containsExactly(new Part.ToolCall(LIMIT.fit(id), "f", Json.object()));
    assertThat(fitted.get(2).parts())
        .containsExactly(new Part.ToolResult(LIMIT.fit(id), List.of(), false));
    assertThat(none.dropped()).isEmpty();
  }

  @Test
  void aSignatureTravelsThroughClientsInTheId() {
    Part signed = new Part.ToolCall("call_1", "f", Json.object(), "s+/=\u00e9");
    for (Dialect client :
        List.of(OpenAiDialect.standard(), AnthropicDialect.version("2026-10-21"))) {
      ChatResponse shown = client.readResponse(client.writeResponse(answer(signed), Instant.EPOCH));
      String id = shown.toolCalls().getFirst().id();
      assertThat(id).matches("call_1\\.sig\\.[a-zA-Z0-9_-]+");
      byte[] next =
          client
              .writeRequest(
                  ChatRequest.of(
                      "m",
                      List.of(
                          new Message(Message.Role.ASSISTANT, shown.parts()),
                          new Message(
                              Message.Role.USER,
                              List.of(new Part.ToolResult(id, List.of(), false))))),
                  ModelTraits.UNKNOWN,
                  Unsupported.REFUSE)
              .body();
      String sent =
          new String(next, StandardCharsets.UTF_8).replaceAll("call_1[_.]sig[_.][^\"]+", id);
      ChatRequest back = client.readRequest("", sent.getBytes(StandardCharsets.UTF_8));
      assertThat(back.messages().get(0).parts()).containsExactly(signed);
      assertThat(back.messages().get(1).parts())
          .containsExactly(new Part.ToolResult("call_1", List.of(), false));
    }
  }

  @Test
  void anotherProviderGetsNoSignatureAndTheCallerIsTold() {
    Part signed = new Part.ToolCall("call_1", "f", Json.object(), "secret");
    ChatRequest asked =
        ChatRequest.of("m", List.of(new Message(Message.Role.ASSISTANT, List.of(signed))));
    for (Dialect target : List.of(OpenAiDialect.compatible(), OpenAiDialect.standard())) {
      Dialect.WireRequest wire =
          target.writeRequest(asked, ModelTraits.UNKNOWN, Unsupported.REFUSE);
      assertThat(new String(wire.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
      assertThat(wire.dropped()).containsExactly("messages[0].parts[0].signature");
    }
  }

  private static ChatRequest asking() {
    return ChatRequest.of("m", "x")
        .withTools(List.of(new Tool(LONG, null, Json.object(), null)), new ToolChoice.Named(LONG));
  }

  private static ChatResponse answer(Part part) {
    return new ChatResponse(
        "1", "m", List.of(part), StopReason.TOOL_CALLS, null, null, Usage.of(1, 1), List.of());
  }
}

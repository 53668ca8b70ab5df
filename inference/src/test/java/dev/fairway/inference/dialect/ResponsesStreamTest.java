package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What clients of responses see of a stream that another format made, and what its failures mean.
class ResponsesStreamTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Dialect responses = new ResponsesDialect();

  private static ChatResponse answer(Part... parts) {
    return new ChatResponse(
        "resp_7", "m", List.of(parts), StopReason.END, null, null, Usage.of(3, 4), List.of());
  }

  private List<Json.Obj> written(List<ChatEvent> events) {
    EventWriter writer = responses.writeEvents(AT, true);
    StringBuilder stream = new StringBuilder();
    events.forEach(event -> stream.append(new String(writer.write(event), StandardCharsets.UTF_8)));
    List<Json.Obj> data = new ArrayList<>();
    for (String message : stream.toString().split("\n\n")) {
      String[] lines = message.split("\n");
      Json.Obj object = (Json.Obj) Json.parse(lines[1].substring("data: ".length()));
      assertThat(lines[0]).isEqualTo("event: " + text(object, "type"));
      data.add(object);
    }
    return data;
  }

  private static String text(Json.Obj object, String field) {
    return object.fields().get(field) instanceof Json.Str(var text) ? text : "";
  }

  private static List<String> types(List<Json.Obj> events) {
    return events.stream().map(event -> text(event, "type")).toList();
  }

  @Test
  void textComesInTheOrderOfTheFormat() {
    List<Json.Obj> events = written(answer(new Part.Text("Hi")).events());
    assertThat(types(events))
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).fields().get("sequence_number")).isEqualTo(new Json.Num(i));
    }
  }

  @Test
  void reasoningAndCallsComeInTheOrderOfTheFormat() {
    List<Json.Obj> events =
        written(
            answer(new Part.Thinking("Hm", "c2ln"), new Part.ToolCall("call_1", "f", Json.object()))
                .events());
    assertThat(types(events).subList(2, events.size()))
        .containsExactly(
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.completed");
  }

  @Test
  void theLastEventHoldsTheAnswerOfAPlainCall() {
    ChatResponse answer =
        answer(
            new Part.Thinking("Hm", null),
            new Part.Text("Let me see."),
            new Part.ToolCall("call_1", "f", Json.object("a", new Json.Num(1))));
    Json.Obj last = written(answer.events()).getLast();
    assertThat(last.fields().get("response"))
        .isEqualTo(Json.parse(responses.writeResponse(answer, AT)));
  }

  @Test
  void everyEventOfAnItemNamesIt() {
    List<Json.Obj> events =
        written(answer(new Part.Text("a"), new Part.ToolCall("c", "f", Json.object())).events());
    List<String> ids =
        events.stream().map(event -> text(event, "item_id")).filter(id -> !id.isEmpty()).toList();
    assertThat(ids).containsExactly("msg_7_0", "msg_7_0", "msg_7_0", "msg_7_0", "fc_7_1", "fc_7_1");
  }

  @Test
  void anAnswerCutByItsLimitIsIncomplete() {
    ChatResponse cut =
        new ChatResponse(
            null, "m", List.of(), StopReason.LENGTH, null, null, Usage.UNKNOWN, List.of());
    assertThat(types(written(cut.events()))).endsWith("response.incomplete");
  }

  @Test
  void aFailureAfterTheBeginningIsAnErrorEvent() {
    EventWriter writer = responses.writeEvents(AT, true);
    writer.write(new ChatEvent.Started("resp_7", "m"));
    String end =
        new String(
            writer.fail(new ModelFailure.Unavailable("it broke", null, null, true)),
            StandardCharsets.UTF_8);
    assertThat(end)
        .isEqualTo(
            """
            event: error
            data: {"type":"error","sequence_number":2,"code":"upstream_error",\
            "message":"it broke","param":null}

            """);
  }

  @Test
  void aFailedResponseAndAnErrorEventAreFailures() {
    assertThat(
            failure(
                """
                {"type":"response.failed","response":{"id":"r","status":"failed",\
                "error":{"code":"rate_limit_exceeded","message":"slow down"},"output":[]}}\
                """))
        .isInstanceOf(ModelFailure.Throttled.class);
    assertThat(
            failure(
                """
                {"type":"error","code":"server_error","message":"oops","param":null,\
                "sequence_number":1}\
                """))
        .isInstanceOf(ModelFailure.Unavailable.class);
    assertThat(
            failure(
                """
                {"type":"error","error":{"code":"invalid_prompt","message":"no","param":"input"}}\
                """))
        .isEqualTo(
            new ModelFailure.BadRequest(
                "the provider answered 400: no", "input", "invalid_prompt"));
  }

  @Test
  void aFailedPlainResponseIsAFailure() {
    String body =
        """
        {"id":"r","status":"failed","output":[],\
        "error":{"code":"server_error","message":"oops"}}\
        """;
    ModelFailureException failure =
        catchThrowableOfType(
            ModelFailureException.class,
            () -> responses.readResponse(body.getBytes(StandardCharsets.UTF_8)));
    assertThat(failure.failure()).isInstanceOf(ModelFailure.Unavailable.class);
  }

  private ModelFailure failure(String data) {
    byte[] stream = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    EventReader reader = responses.readEvents(1 << 16);
    return catchThrowableOfType(
            ModelFailureException.class, () -> reader.read(stream, 0, stream.length, _ -> {}))
        .failure();
  }

  /// Some servers send no deltas, or only whole items.
  @Test
  void itemsWithoutDeltasAreRead() {
    String stream =
        """
        data: {"type":"response.created","response":{"id":"r","model":"m"}}

        data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message",\
        "role":"assistant","content":[{"type":"output_text","text":"Hi"}]}}

        data: {"type":"response.output_item.done","output_index":1,"item":{"type":"function_call",\
        "call_id":"c","name":"f","arguments":"{}"}}

        data: {"type":"response.completed","response":{"id":"r","model":"m","output":[]}}

        data: [DONE]

        """;
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    ResponseFold fold = new ResponseFold();
    EventReader reader = responses.readEvents(1 << 16);
    reader.read(bytes, 0, bytes.length, fold);
    reader.end(fold);
    assertThat(fold.response().parts())
        .containsExactly(new Part.Text("Hi"), new Part.ToolCall("c", "f", Json.object()));
    assertThat(fold.response().stop()).isEqualTo(StopReason.TOOL_CALLS);
  }

  /// Signed reasoning of any provider survives a caller who speaks this format.
  @Test
  void reasoningSignedElsewhereComesBackAsItWent() {
    ChatResponse answer =
        answer(new Part.Thinking("Hm", "c2ln"), new Part.RedactedThinking("ZGF0YQ=="));
    Json.Obj written = (Json.Obj) Json.parse(responses.writeResponse(answer, AT));
    Json.Obj request =
        Json.object("model", new Json.Str("m"))
            .with("input", written.field("output").orElseThrow());
    assertThat(responses.readRequest("", request.utf8()).messages().getFirst().parts())
        .isEqualTo(answer.parts());
  }
}

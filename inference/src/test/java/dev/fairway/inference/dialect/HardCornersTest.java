package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where OpenAI's and Anthropic's formats, and those who serve them, differ from what is usual.
class HardCornersTest {
  private static final String START =
      "data: {\"type\":\"message_start\",\"message\":{\"id\":\"a\",\"model\":\"m\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}\n\n";
  private static final String TEXT =
      "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"hi\"}}\n\n";
  private static final String END =
      """
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}}

      data: {"type":"message_stop"}

      """;

  private final Dialect openAi = OpenAiDialect.standard();
  private final Dialect anthropic = AnthropicDialect.version(AnthropicDialect.FIRST_VERSION);

  // Streams

  @Test
  void anEventWithoutDataSaysNothing() {
    String stream =
        "event: ping\n\n: note\n\ndata:\n\nevent: x\ndata:\n\n" + chunk("stop", "") + done();

    assertThat(fold(openAi, stream).text()).isEqualTo("hi");
    assertThat(fold(anthropic, "event: ping\n\ndata:\n\n" + START + TEXT + END).text())
        .isEqualTo("hi");
  }

  @Test
  void anthropicsEventsNeedNoName() {
    ChatResponse answer = fold(anthropic, START + TEXT + END);

    assertThat(answer.text()).isEqualTo("hi");
    assertThat(answer.stop()).isEqualTo(StopReason.END);
  }

  @Test
  void weNameEveryEventOfAnthropicAndSendNoneOfOpenAiWithoutData() {
    assertThat(messages(anthropic))
        .allSatisfy(message -> assertThat(message).startsWith("event: ").contains("\ndata: {"));
    assertThat(messages(openAi))
        .allSatisfy(message -> assertThat(message).startsWith("data: ").doesNotContain("event:"));
    assertThat(new String(openAi.writeEvents(Instant.EPOCH, true).keepAlive(), UTF_8))
        .startsWith(":");
  }

  @Test
  void twoStartsBeforeAnyContentAreOne() {
    ChatResponse answer = fold(anthropic, START + START + TEXT + END);

    assertThat(answer.text()).isEqualTo("hi");
    assertThat(answer.usage().inputTotal()).isEqualTo(7);
  }

  @Test
  void aStartInsideAnAnswerIsAnotherAnswerAndIsNotJoinedToIt() {
    assertThat(failure(anthropic, START + TEXT + START + TEXT + END))
        .isInstanceOf(ModelFailure.Malformed.class)
        .extracting(ModelFailure::message)
        .asString()
        .contains("second answer");
  }

  @Test
  void aMissingDoneIsNoCutWhenTheReasonHasCome() {
    assertThat(fold(openAi, chunk("stop", "")).stop()).isEqualTo(StopReason.END);
    assertThat(failure(openAi, chunk(null, ""))).isInstanceOf(ModelFailure.Unavailable.class);
    assertThat(failure(openAi, done())).isInstanceOf(ModelFailure.Unavailable.class);
  }

  // Usage

  @Test
  void usageInAChunkWithoutChoicesCounts() {
    String last =
        "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n";

    assertThat(fold(openAi, chunk("stop", "") + last + done()).usage()).isEqualTo(usage(5L, 2L));
  }

  @Test
  void usageThatIsNullOrZeroAtFirstIsNotFinal() {
    String zero = ",\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}";
    String real = ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}";

    String stream = chunk(null, zero) + chunk(null, ",\"usage\":null") + chunk("stop", real);
    assertThat(fold(openAi, stream + done()).usage()).isEqualTo(usage(5L, 2L));
    assertThat(fold(openAi, chunk(null, real) + chunk("stop", ",\"usage\":null") + done()).usage())
        .isEqualTo(usage(5L, 2L));
  }

  @Test
  void usageThatNobodyReportedIsUnknownAndNotZero() {
    assertThat(fold(openAi, chunk("stop", "") + done()).usage()).isEqualTo(Usage.UNKNOWN);
    String partly = "{\"id\":\"a\",\"model\":\"m\",\"content\":[],\"usage\":{\"output_tokens\":3}}";
    assertThat(anthropic.readResponse(partly.getBytes(UTF_8)).usage().inputTotal()).isNull();
  }

  @Test
  void aChunkWhoseDeltaIsEmptyIsRead() {
    String empty = "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"delta\":{}}]}\n\n";

    assertThat(fold(openAi, empty + chunk("stop", "") + empty + done()).text()).isEqualTo("hi");
  }

  @Test
  void cachedTokensAreCountedOnceOnEitherSide() {
    byte[] message =
        "{\"id\":\"a\",\"model\":\"m\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":100,\"cache_creation_input_tokens\":1000,\"output_tokens\":1}}"
            .getBytes(UTF_8);
    ChatResponse read = anthropic.readResponse(message);
    assertThat(read.usage().inputTotal()).isEqualTo(1_110);
    assertThat(read.usage().inUncached()).isEqualTo(10);

    byte[] completion = openAi.writeResponse(read, Instant.EPOCH);
    assertThat(new String(completion, UTF_8)).contains("\"prompt_tokens\":1110,");
    Usage again = openAi.readResponse(completion).usage();
    assertThat(again.inUncached()).isEqualTo(10);
    assertThat(again.inCacheRead()).isEqualTo(100);
    assertThat(again.inputTotal()).isEqualTo(1_110);
  }

  // Tools

  @Test
  void aResultWithoutTextIsStillAResult() {
    Json body =
        toAnthropic(
            """
            {"model": "m", "messages": [
              {"role": "user", "content": "go"},
              {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": ""}}]},
              {"role": "tool", "tool_call_id": "c", "content": ""}]}\
            """);

    assertThat(body.text())
        .contains("{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}")
        .contains("{\"type\":\"tool_result\",\"tool_use_id\":\"c\",\"content\":[]}");
    assertThat(toOpenAi(body)).contains("\"tool_call_id\":\"c\",\"content\":\"\"");
  }

  /// Providers say themselves which result is wrong; we cannot know what was said before.
  @Test
  void aResultThatAnswersNoCallGoesOnForTheProviderToJudge() {
    Json body =
        toAnthropic(
            """
            {"model": "m", "messages": [{"role": "user", "content": "go"},
              {"role": "tool", "tool_call_id": "gone", "content": "late"}]}\
            """);

    assertThat(body.text()).contains("\"tool_use_id\":\"gone\"", "late");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"parameters\":null", ",\"parameters\":{}"})
  void aToolWithoutParametersTakesAnEmptyObject(String parameters) {
    Json body =
        toAnthropic(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"go\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\""
                + parameters
                + "}}]}");

    assertThat(body.text()).contains("{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}");
  }

  @Test
  void anEmptyListOfToolsIsNone() {
    Json body =
        toAnthropic(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"go\"}],\"tools\":[],\"tool_choice\":\"auto\"}");

    assertThat(body.text()).doesNotContain("tools", "tool_choice");
  }

  @Test
  void callsOfTheHistoryNeedNoToolsAmongTheRequests() {
    Json body =
        toAnthropic(
            """
            {"model": "m", "messages": [
              {"role": "user", "content": "go"},
              {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
              {"role": "tool", "tool_call_id": "c", "content": "1"}]}\
            """);

    assertThat(body.text()).contains("tool_use", "tool_result").doesNotContain("\"tools\"");
  }

  @Test
  void argumentsThatBreakOffAreKeptAsTextAndRefusedOnlyWhereAnObjectIsNeeded() {
    String call =
        "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]},\"finish_reason\":\"length\"}]}\n\n";
    ChatResponse answer = fold(openAi, call + done());
    assertThat(answer.toolCalls())
        .singleElement()
        .extracting(Part.ToolCall::arguments)
        .isEqualTo(new Json.Str("{\"a\":"));
    assertThat(openAi.readResponse(openAi.writeResponse(answer, Instant.EPOCH)).toolCalls())
        .isEqualTo(answer.toolCalls());

    String history =
        """
        {"model": "m", "messages": [{"role": "user", "content": "go"},
          {"role": "assistant", "tool_calls": [{"id": "t", "type": "function", "function": {"name": "f", "arguments": "{\\"a\\":"}}]}]}\
        """;
    assertThatThrownBy(() -> toAnthropic(history))
        .isInstanceOfSatisfying(
            ModelFailureException.class,
            e -> assertThat(e.failure()).isInstanceOf(ModelFailure.UnsupportedParameter.class));
  }

  // Conversations

  @Test
  void aLateInstructionStandsAfterTheResultsItMayNotSeparate() {
    Json body =
        toAnthropic(
            """
            {"model": "m", "messages": [
              {"role": "system", "content": "First."},
              {"role": "user", "content": "go"},
              {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
              {"role": "developer", "content": "Be brief."},
              {"role": "tool", "tool_call_id": "c", "content": "1"},
              {"role": "user", "content": "and?"}]}\
            """);

    assertThat(body.text()).contains("\"system\":[{\"type\":\"text\",\"text\":\"First.\"}]");
    assertThat(body.text().indexOf("Be brief."))
        .isGreaterThan(body.text().indexOf("tool_result"))
        .isLessThan(body.text().indexOf("and?"));
  }

  /// Counted in bytes allocated: a conversation four times as long takes about four times as many.
  @Test
  void thousandsOfTurnsTakeLinearWork() {
    long once = allocated(1_000);
    long fourTimes = allocated(4_000);

    assertThat(fourTimes).isLessThan(6 * once);
  }

  private long allocated(int turns) {
    byte[] body = conversation(turns).getBytes(UTF_8);
    byte[] back = toAnthropic(new String(body, UTF_8)).utf8(); // also loads the classes
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    write(anthropic, openAi.readRequest("", body));
    write(openAi, anthropic.readRequest("", back));
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static String conversation(int turns) {
    return IntStream.range(0, turns)
        .mapToObj(HardCornersTest::turn)
        .collect(Collectors.joining(",", "{\"model\":\"m\",\"messages\":[", "]}"));
  }

  private static String turn(int turn) {
    return """
    {"role": "user", "content": "question %1$d"},
    {"role": "assistant", "tool_calls": [{"id": "c%1$d", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
    {"role": "system", "content": "rule %1$d"},
    {"role": "tool", "tool_call_id": "c%1$d", "content": "result"},
    {"role": "assistant", "content": "answer"}\
    """
        .formatted(turn);
  }

  private Json toAnthropic(String body) {
    return Json.parse(write(anthropic, openAi.readRequest("", body.getBytes(UTF_8))));
  }

  private String toOpenAi(Json body) {
    return new String(write(openAi, anthropic.readRequest("", body.utf8())), UTF_8);
  }

  private static byte[] write(Dialect dialect, ChatRequest request) {
    return dialect.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.REFUSE).body();
  }

  /// A piece of text, and the end where there is a reason.
  private static String chunk(@Nullable String reason, String more) {
    String text = reason == null ? "" : "hi";
    String finish = reason == null ? "" : ",\"finish_reason\":\"" + reason + "\"";
    return "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}%s}]%s}\n\n"
        .formatted(text, finish, more);
  }

  private static String done() {
    return "data: [DONE]\n\n";
  }

  private static Usage usage(long in, long out) {
    return new Usage(in, null, null, null, out, null, Usage.Source.REPORTED);
  }

  private static ChatResponse fold(Dialect dialect, String stream) {
    ResponseFold fold = new ResponseFold();
    EventReader reader = dialect.readEvents(100_000);
    byte[] bytes = stream.getBytes(UTF_8);
    reader.read(bytes, 0, bytes.length, fold);
    reader.end(fold);
    return fold.response();
  }

  private static ModelFailure failure(Dialect dialect, String stream) {
    try {
      return new ModelFailure.Cancelled("no failure: " + fold(dialect, stream));
    } catch (ModelFailureException e) {
      return e.failure();
    }
  }

  /// A whole stream of ours, message by message.
  private static List<String> messages(Dialect dialect) {
    EventWriter writer = dialect.writeEvents(Instant.EPOCH, true);
    StringBuilder stream = new StringBuilder();
    List<ChatEvent> events = ChatResponse.of("m", "hi", Usage.of(1, 2)).events();
    events.forEach(event -> stream.append(new String(writer.write(event), UTF_8)));
    stream.append(
        new String(
            dialect.writeEvents(Instant.EPOCH, true).fail(new ModelFailure.Malformed("broken")),
            UTF_8));
    return List.of(stream.toString().split("\n\n"));
  }
}

package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bedrock's format against expectations written from its service model.
class BedrockTest {
  private static final String PLAIN = "/model/some.model-v1%3A0/converse";
  private static final String STREAM = "/model/some.model-v1%3A0/converse-stream";

  private final Caller caller = Caller.start(SimulatorSettings.DEFAULT.withApiKeys("key-1"));

  @AfterEach
  void close() {
    caller.close();
  }

  private Caller.Answered post(String path, String body) {
    return caller.post(path, body, "authorization", "Bearer key-1");
  }

  private Caller.Answered ask(String path, String text) {
    return post(path, "{\"messages\": [" + user(text) + "]}");
  }

  private static String user(String text) {
    return "{\"role\": \"user\", \"content\": [{\"text\": " + new Json.Str(text).text() + "}]}";
  }

  /// A frame, read as the format's description says: lengths, headers, payload, both checksums.
  private record Frame(String name, String messageType, Json payload) {}

  private static List<Frame> frames(byte[] bytes) {
    List<Frame> frames = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      int start = in.position();
      int total = in.getInt();
      int headers = in.getInt();
      assertThat(in.getInt()).isEqualTo(crc(bytes, start, 8));
      int end = in.position() + headers;
      String name = "";
      String type = "";
      while (in.position() < end) {
        String header = text(in, in.get());
        assertThat(in.get()).isEqualTo((byte) 7);
        String value = text(in, in.getShort());
        name = header.equals(":event-type") || header.equals(":exception-type") ? value : name;
        type = header.equals(":message-type") ? value : type;
      }
      Json payload = Json.parse(text(in, total - headers - 16));
      assertThat(in.getInt()).isEqualTo(crc(bytes, start, total - 4));
      frames.add(new Frame(name, type, payload));
    }
    return frames;
  }

  private static String text(ByteBuffer in, int length) {
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  @Test
  void answersText() {
    assertThat(ask(PLAIN, "[[say hi there]][[cache-read 7]][[cache-write 5]]").json())
        .isEqualTo(
            Json.parse(
                """
                {"output": {"message": {"role": "assistant", "content": [{"text": "hi there"}]}},
                 "stopReason": "end_turn", "metrics": {"latencyMs": 1},
                 "usage": {"inputTokens": 13, "outputTokens": 2, "totalTokens": 27,
                   "cacheReadInputTokens": 7, "cacheWriteInputTokens": 5,
                   "cacheDetails": [{"ttl": "5m", "inputTokens": 5}]}}
                """));
  }

  @Test
  void textHasNoStartEventAndUsageComesLast() {
    Caller.Answered answer = ask(STREAM, "[[say one two]][[tool add {\"a\":1}]]");
    assertThat(answer.header("content-type")).isEqualTo("application/vnd.amazon.eventstream");
    List<Frame> frames = frames(answer.bytes());
    assertThat(frames)
        .extracting(Frame::name)
        .containsExactly(
            "messageStart",
            "contentBlockDelta",
            "contentBlockDelta",
            "contentBlockStop",
            "contentBlockStart",
            "contentBlockDelta",
            "contentBlockDelta",
            "contentBlockStop",
            "messageStop",
            "metadata");
    assertThat(Caller.at(frames.get(1).payload(), "delta/text")).isEqualTo("one ");
    assertThat(Caller.at(frames.get(4).payload(), "start/toolUse/name")).isEqualTo("add");
    assertThat(Caller.at(frames.get(8).payload(), "stopReason")).isEqualTo("tool_use");
    assertThat(Caller.at(frames.get(9).payload(), "usage/outputTokens")).isNotEmpty();
  }

  @Test
  void anExceptionEndsAStream() {
    Frame last = frames(ask(STREAM, "some words [[fault error-in-stream=429]]").bytes()).getLast();
    assertThat(last.messageType()).isEqualTo("exception");
    assertThat(last.name()).isEqualTo("throttlingException");
  }

  @Test
  void reasoningComesBackAsItWasGiven() {
    String message = ask(PLAIN, "[[think let me see]][[say done]]").at("output/message");
    String conversation = "{\"messages\": [" + user("a") + ", %s, " + user("b") + "]}";
    assertThat(post(PLAIN, conversation.formatted(message)).status()).isEqualTo(200);
    assertThat(
            post(PLAIN, conversation.formatted(message.replace("let me", "let us"))).at("message"))
        .contains("Invalid `signature`");
  }

  @Test
  void refusesWhatBedrockRefuses() {
    assertThat(post(PLAIN, "{\"messages\": []}").at("message")).contains("start with a user");
    assertThat(post(PLAIN, "{\"messages\": [" + user(" ") + "]}").at("message")).contains("blank");
    assertThat(
            post(PLAIN, "{\"messages\": [" + user("a") + "], \"inferenceConfig\": {\"topK\": 1}}")
                .at("message"))
        .contains("topK");
    String history =
        """
        {"messages": [%s, {"role": "assistant", "content": [
           {"toolUse": {"toolUseId": "t1", "name": "add", "input": {}}}]}, %s]%s}
        """;
    String tools = ", \"toolConfig\": {\"tools\": [{\"toolSpec\": {\"name\": \"add\"}}]}";
    String result =
        """
        {"role": "user", "content": [
          {"toolResult": {"toolUseId": "t1", "content": [{"text": "3"}]}}]}
        """;
    assertThat(post(PLAIN, history.formatted(user("a"), result, tools)).status()).isEqualTo(200);
    assertThat(post(PLAIN, history.formatted(user("a"), result, "")).at("message"))
        .contains("toolConfig");
    assertThat(post(PLAIN, history.formatted(user("a"), user("b"), tools)).at("message"))
        .contains("Expected toolResult");
  }

  @Test
  void errorsAreNamedInAHeader() {
    Caller.Answered throttled = ask(PLAIN, "[[fault 429]]");
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.header("x-amzn-errortype")).startsWith("ThrottlingException");
    assertThat(caller.post(PLAIN, "{}").header("x-amzn-errortype"))
        .startsWith("MissingAuthenticationToken");
  }

  @Test
  void countsTokens() {
    assertThat(
            post(
                    "/model/m/count-tokens",
                    "{\"input\": {\"converse\": {\"messages\": [" + user("some text") + "]}}}")
                .at("inputTokens"))
        .isEqualTo("3");
  }
}

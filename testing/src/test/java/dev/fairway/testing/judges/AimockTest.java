package dev.fairway.testing.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Our transport calls somebody else's double of both providers. Its fixtures are
/// `testing/judges/aimock/fixtures.json`.
@Tag("node")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AimockTest {
  private static final Path FIXTURES = Path.of("judges", "aimock", "fixtures.json");
  private static final Pattern LISTENING = Pattern.compile("listening on (http://[0-9.:]+)");

  private final OurClient client = new OurClient();
  private JudgeProcess aimock;
  private String url;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Path script =
        NodeJudges.folder()
            .resolve(Path.of("node_modules", "@copilotkit", "aimock", "dist", "cli.js"));
    aimock =
        JudgeProcess.start(
            Path.of("node"),
            List.of(script.toString(), "-p", "0", "-h", "127.0.0.1", "-f", FIXTURES.toString()),
            folder.resolve("log"),
            "listening on");
    Matcher address = LISTENING.matcher(aimock.output());
    assertThat(address.find()).as(aimock.output()).isTrue();
    url = address.group(1);
  }

  @AfterAll
  void close() {
    client.close();
    if (aimock != null) {
      aimock.close();
    }
  }

  static Stream<Arguments> manners() {
    return Stream.of(Format.values())
        .flatMap(format -> Stream.of(Arguments.of(format, false), Arguments.of(format, true)));
  }

  private ChatResponse ask(Format format, boolean streamed, String text) {
    return client.chat(url + "/v1", format, ChatRequest.of("m", text).withStream(streamed));
  }

  @ParameterizedTest
  @MethodSource("manners")
  void textsAreRead(Format format, boolean streamed) {
    ChatResponse response = ask(format, streamed, "say it");
    assertThat(response.parts()).containsExactly(new Part.Text(Scenarios.WORDS));
    assertThat(response.stop()).isEqualTo(StopReason.END);
    assertThat(response.model()).isEqualTo("m");
    assertThat(response.usage().out()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("manners")
  void parallelCallsAreRead(Format format, boolean streamed) {
    ChatResponse response = ask(format, streamed, "use tools");
    assertThat(response.toolCalls()).extracting(Part.ToolCall::name).containsExactly("add", "now");
    assertThat(response.toolCalls())
        .extracting(Part.ToolCall::arguments)
        .containsExactly(Json.parse("{\"a\":1,\"b\":[\"ß\"]}"), Json.object());
    assertThat(response.toolCalls()).extracting(Part.ToolCall::id).doesNotHaveDuplicates();
    assertThat(response.stop()).isEqualTo(StopReason.TOOL_CALLS);
  }

  @ParameterizedTest
  @MethodSource("manners")
  void reasoningIsRead(Format format, boolean streamed) {
    ChatResponse response = ask(format, streamed, "think first");
    assertThat(response.parts().getFirst())
        .isInstanceOfSatisfying(
            Part.Thinking.class,
            thinking -> assertThat(thinking.text()).isEqualTo("first thought"));
    assertThat(response.text()).isEqualTo("said");
  }

  @ParameterizedTest
  @MethodSource("manners")
  void failuresHaveTheirClass(Format format, boolean streamed) {
    assertThat(failure(format, streamed, "be busy"))
        .isInstanceOfSatisfying(
            ModelFailure.Throttled.class,
            busy -> assertThat(busy.waitFor()).isEqualTo(Duration.ofSeconds(1)));
    assertThat(failure(format, streamed, "fall over")).isInstanceOf(ModelFailure.Unavailable.class);
  }

  private ModelFailure failure(Format format, boolean streamed, String text) {
    return catchThrowableOfType(ModelFailureException.class, () -> ask(format, streamed, text))
        .failure();
  }
}

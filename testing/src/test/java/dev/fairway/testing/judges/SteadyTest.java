package dev.fairway.testing.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.testing.Awaits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our transport calls Steady, which holds every request to an OpenAPI document. Its answers are
/// random and judge nothing. Nor do its status and its header `x-steady-request-valid`: both say
/// that all is well when no member of a union fits. Its log tells everything.
@Tag("node")
class SteadyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final OurClient client = new OurClient();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void acceptsOurRequestsByTheTypesOfTheSdks() throws Exception {
    List<Call> calls = new ArrayList<>();
    for (Format format : Format.values()) {
      requests().forEach(request -> calls.add(new Call(OpenApi.folder(format), format, request)));
    }
    assertThat(judged(types(), calls)).allSatisfy(SteadyTest::isAccepted);
  }

  /// Of https://github.com/openai/openai-openapi; its `openapi.json` is far too large to be kept
  /// here. Chats only: of its responses Steady 0.22.2 accepts no message with a list of contents,
  /// however plain.
  @Test
  void acceptsOurRequestsByOpenAisOwnDocument() throws Exception {
    String document = System.getProperty("fairway.openai.document", "");
    assumeTrue(
        !document.isEmpty(), "-Dfairway.openai.document=FILE names no OpenAPI document of OpenAI");
    List<Call> calls =
        requests().stream().map(request -> new Call("", Format.OPENAI, request)).toList();
    assertThat(judged(Path.of(document), calls)).allSatisfy(SteadyTest::isAccepted);
  }

  /// The judge itself must be able to say no.
  @Test
  void refusesWhatTheTypesDoNotKnow() throws Exception {
    ChatRequest wrong =
        ChatRequest.of("m", "hi").withExtras(Extras.of(Map.of("brand_new", new Json.Num(1))));
    for (Format format : Format.values()) {
      Call call = new Call(OpenApi.folder(format), format, wrong);
      assertThat(judged(types(), List.of(call)).getFirst().get("diagnostics")).isNotEmpty();
    }
  }

  private Path types() throws IOException {
    Path document = folder.resolve("types.json");
    JSON.writeValue(document.toFile(), OpenApi.ofAllFormats());
    return document;
  }

  /// @param folder of the format in the document
  private record Call(String folder, Format format, ChatRequest request) {}

  /// What Steady's log says of each call.
  private List<JsonNode> judged(Path document, List<Call> calls) throws IOException {
    int port = freePort();
    List<String> arguments =
        List.of(
            "--port",
            String.valueOf(port),
            "--host",
            "127.0.0.1",
            "--log-format",
            "json",
            document.toString());
    Path program = NodeJudges.nativeProgram("@stdy", "steady");
    try (JudgeProcess steady =
        JudgeProcess.start(program, arguments, folder.resolve("log"), "\"startup\"")) {
      calls.forEach(call -> make(call, "http://127.0.0.1:" + port));
      List<JsonNode> seen =
          Awaits.await(
              "all calls are logged", () -> logged(steady), it -> it.size() >= calls.size());
      assertThat(seen).hasSameSizeAs(calls);
      return seen;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Those of every case, without what is beyond the format, plain and streamed. Some have nothing
  /// else to say.
  private static List<ChatRequest> requests() {
    return GoldenCases.files("*/request-*/request.json").stream()
        .map(file -> GoldenCases.request(file).withExtras(Extras.NONE))
        .filter(request -> !request.messages().isEmpty())
        .flatMap(request -> Stream.of(request.withStream(false), request.withStream(true)))
        .toList();
  }

  private void make(Call call, String url) {
    try {
      client.chat(url + call.folder(), call.format(), call.request());
    } catch (ModelFailureException _) {
      // a random answer need not make sense
    }
  }

  private static List<JsonNode> logged(JudgeProcess steady) {
    return steady
        .output()
        .lines()
        .filter(line -> line.startsWith("{\"type\":\"request\"") && line.endsWith("}"))
        .map(SteadyTest::read)
        .toList();
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static void isAccepted(JsonNode request) {
    assertThat(request.at("/response/status").asInt()).as("%s", request).isEqualTo(200);
    assertThat(request.get("diagnostics")).as("%s", request).isEmpty();
  }
}

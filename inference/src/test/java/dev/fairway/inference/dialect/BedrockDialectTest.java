package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import dev.fairway.inference.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockDialectTest {
  private static final String STREAM =
      """
      messageStart
      {"role":"assistant"}

      contentBlockDelta
      {"contentBlockIndex":0,"delta":{"text":"hi"}}

      contentBlockStop
      {"contentBlockIndex":0}

      messageStop
      {"stopReason":"end_turn"}

      metadata
      {"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}
      """;

  private final Dialect bedrock = BedrockDialect.standard();

  @Test
  void awsReadsTheFramesWeWrite() {
    EventWriter writer = bedrock.writeEvents(Instant.EPOCH, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ChatResponse.of("m", "hi", Usage.of(1, 2))
        .events()
        .forEach(event -> out.writeBytes(writer.write(event)));
    assertThat(AwsFrames.decode(out.toByteArray())).isEqualTo(STREAM);
  }

  /// The checksums see every damage.
  @Property(tries = 500)
  void aDamagedFrameIsNeverTakenForAnAnswer(
      @ForAll @IntRange(max = 500) int at, @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] bytes = AwsFrames.encode(STREAM);
    bytes[at % bytes.length] ^= (byte) change;
    EventReader reader = bedrock.readEvents(4_096);
    assertThatThrownBy(
            () -> {
              reader.read(bytes, 0, bytes.length, _ -> {});
              reader.end(_ -> {});
            })
        .isInstanceOf(ModelFailureException.class);
  }

  @Test
  void aFrameOverTheLimitIsRefusedBeforeItIsKept() {
    byte[] bytes = AwsFrames.encode(STREAM);
    assertThat(failure(() -> bedrock.readEvents(32).read(bytes, 0, 12, _ -> {})).message())
        .contains("longer than 32 bytes");
  }

  /// A stream whose usage never comes is complete all the same; one without its stop is not.
  @Test
  void theStopMakesAnAnswerComplete() {
    String withoutUsage = STREAM.substring(0, STREAM.indexOf("metadata"));
    ResponseFold fold = new ResponseFold();
    EventReader reader = bedrock.readEvents(4_096);
    byte[] bytes = AwsFrames.encode(withoutUsage);
    reader.read(bytes, 0, bytes.length, fold);
    reader.end(fold);
    assertThat(fold.response().text()).isEqualTo("hi");
    EventReader cut = bedrock.readEvents(4_096);
    byte[] half = AwsFrames.encode(STREAM.substring(0, STREAM.indexOf("messageStop")));
    cut.read(half, 0, half.length, _ -> {});
    assertThat(failure(() -> cut.end(_ -> {}))).isInstanceOf(ModelFailure.Unavailable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "internalServerException|oops|Unavailable",
        "modelStreamErrorException|oops|Unavailable",
        "validationException|bad|BadRequest",
        "validationException|Input is too long for requested model.|ContextTooLong",
        "throttlingException|Too many tokens|Throttled",
        "serviceUnavailableException|busy|Unavailable",
      })
  void anExceptionInTheStreamHasItsClass(String type, String message, String expected) {
    byte[] bytes = AwsFrames.encode("exception " + type + "\n{\"message\":\"" + message + "\"}");
    ModelFailure failure =
        failure(() -> bedrock.readEvents(4_096).read(bytes, 0, bytes.length, _ -> {}));
    assertThat(failure.reason()).isEqualTo(expected);
    assertThat(failure.message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"message\":\"bad\"}|BadRequest",
        "400|{\"message\":\"The provided model identifier is invalid.\"}|UnknownModel",
        "400|{\"__type\":\"com.amazon#ServiceQuotaExceededException\",\"Message\":\"q\"}|CreditSpent",
        "403|{\"Message\":\"The security token is expired\"}|Unauthorized",
        "404|{\"message\":\"Could not find the model\"}|UnknownModel",
        "408|{}|Unavailable",
        "424|{\"message\":\"the model failed\"}|Unavailable",
        "429|{\"message\":\"Too many requests\"}|Throttled",
        "500|[]|Unavailable",
        "503|nothing|Unavailable",
      })
  void errorsHaveTheirClass(int status, String body, String expected) {
    assertThat(bedrock.readError(status, null, body.getBytes(UTF_8)).reason()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"malformed_model_output", "malformed_tool_use"})
  void aModelThatBrokeOffIsAFailure(String stop) {
    String body = "{\"output\":{\"message\":{\"content\":[]}},\"stopReason\":\"" + stop + "\"}";
    assertThat(failure(() -> bedrock.readResponse(body.getBytes(UTF_8))))
        .isInstanceOf(ModelFailure.Malformed.class);
  }

  @Test
  void anAnswerIsNamedAfterTheModelThatWasAsked() {
    Recall recall = written(ChatRequest.of("amazon.nova", "x"), Unsupported.REFUSE).recall();
    byte[] body =
        "{\"output\":{\"message\":{\"content\":[{\"text\":\"hi\"}]}},\"stopReason\":\"end_turn\"}"
            .getBytes(UTF_8);
    assertThat(recall.complete(bedrock.readResponse(body)).model()).isEqualTo("amazon.nova");
    assertThat(recall.complete(new ChatEvent.Started(null, "")))
        .isEqualTo(new ChatEvent.Started(null, "amazon.nova"));
  }

  @Test
  void toolsThatAreForbiddenAreLeftOut() {
    ChatRequest asked =
        ChatRequest.of("m", "x")
            .withTools(List.of(new Tool("f", null, Json.object(), null)), new ToolChoice.None());
    Dialect.WireRequest wire = written(asked, Unsupported.REFUSE);
    assertThat(new String(wire.body(), UTF_8)).doesNotContain("toolConfig");
    assertThat(wire.dropped()).isEmpty();
    ChatRequest inTheMiddle =
        asked.withMessages(
            List.of(
                Message.user("x"),
                new Message(
                    Message.Role.ASSISTANT, List.of(new Part.ToolCall("1", "f", Json.object())))));
    assertThat(failure(() -> written(inTheMiddle, Unsupported.REFUSE)).message())
        .contains("tool_choice", "cannot forbid tools");
    assertThat(written(inTheMiddle, Unsupported.DROP).dropped()).containsExactly("tool_choice");
  }

  @Test
  void documentsOfOneNameGetTheirOwn() {
    Part document =
        new Part.Document(new Part.Source.Base64("application/pdf", "JVBERg=="), "a report");
    ChatRequest asked =
        ChatRequest.of("m", List.of(new Message(Message.Role.USER, List.of(document, document))));
    Dialect.WireRequest wire = written(asked, Unsupported.REFUSE);
    assertThat(new String(wire.body(), UTF_8))
        .contains("\"name\":\"a report\"", "\"name\":\"a report 2\"");
    assertThat(wire.dropped()).containsExactly("messages[0].parts[1].title~a report 2");
  }

  @ParameterizedTest
  @CsvSource({
    "amazon.nova-v1:0, /model/amazon.nova-v1%3A0/converse",
    "arn:aws:bedrock:eu-west-1:1:inference-profile/x, /model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Fx/converse",
  })
  void thePathNamesTheModel(String model, String path) {
    assertThat(new BedrockPath(model, false).write()).isEqualTo(path);
    assertThat(BedrockPath.read(path)).isEqualTo(new BedrockPath(model, false));
    assertThat(BedrockPath.read(path + "-stream")).isEqualTo(new BedrockPath(model, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/converse", "/model/converse", "/model//converse", "/model/m/invoke"})
  void anyOtherPathIsRefused(String path) {
    assertThat(failure(() -> BedrockPath.read(path))).isInstanceOf(ModelFailure.BadRequest.class);
  }

  private Dialect.WireRequest written(ChatRequest request, Unsupported unsupported) {
    return bedrock.writeRequest(request, ModelTraits.UNKNOWN, unsupported);
  }

  private static ModelFailure failure(Runnable call) {
    try {
      call.run();
    } catch (ModelFailureException e) {
      return e.failure();
    }
    throw new AssertionError("no failure");
  }
}

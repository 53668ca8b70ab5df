package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Part;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Where the formats of OpenAI's family differ.
class OpenAiFamilyTest {
  private final Dialect azure = OpenAiDialect.azure("2024-10-21");

  @Test
  void azureNamesTheDeploymentInThePathForADatedVersion() {
    Dialect.WireRequest wire = written(azure, ChatRequest.of("my deployment/1", "hi"));
    assertThat(wire.path())
        .isEqualTo(
            "/openai/deployments/my%20deployment%2F1/chat/completions?api-version=2024-10-21");
    assertThat(azure.keyHeader()).isEqualTo(Dialect.KeyHeader.API_KEY);
  }

  @Test
  void azureReadsTheDeploymentFromThePathWhateverTheBodySays() {
    byte[] body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(UTF_8);
    String path = "/openai/deployments/my%20deployment/chat/completions?api-version=2024-10-21";
    assertThat(azure.readRequest(path, body).model()).isEqualTo("my deployment");
  }

  @Test
  void azureTakesTheUndatedInterfaceWithoutAVersion() {
    Dialect.WireRequest wire = written(OpenAiDialect.azure(null), ChatRequest.of("d", "hi"));
    assertThat(wire.path()).isEqualTo("/openai/v1/chat/completions");
    assertThat(written(OpenAiDialect.azure("v1"), ChatRequest.of("d", "hi")).path())
        .isEqualTo(wire.path());
    assertThat(written(OpenAiDialect.azure("preview"), ChatRequest.of("d", "hi")).path())
        .isEqualTo(wire.path() + "?api-version=preview");
    assertThat(new String(wire.body(), UTF_8)).contains("\"model\":\"d\"");
  }

  /// Mistral refuses any other id; the call and its result must still belong together.
  @Property(tries = 300)
  void mistralGetsIdsOfNineLettersAndDigits(@ForAll String id) {
    ChatRequest request =
        ChatRequest.of(
            "m",
            List.of(
                new Message(
                    Message.Role.ASSISTANT, List.of(new Part.ToolCall(id, "f", Json.object()))),
                new Message(
                    Message.Role.USER, List.of(new Part.ToolResult(id, List.of(), false)))));
    Dialect mistral = OpenAiDialect.mistral();
    ChatRequest sent = mistral.readRequest("", written(mistral, request).body());
    Part.ToolCall call = (Part.ToolCall) sent.messages().getFirst().parts().getFirst();
    Part.ToolResult result = (Part.ToolResult) sent.messages().getLast().parts().getFirst();
    assertThat(call.id()).matches("[A-Za-z0-9]{9}").isEqualTo(result.callId());
  }

  @Test
  void mistralsOwnIdsStayAsTheyAre() {
    assertThat(ShortCallId.of("D681PevKs")).isEqualTo("D681PevKs");
    assertThat(ShortCallId.of("call_0fypS1hVX")).isNotEqualTo(ShortCallId.of("call_0fypS1hVY"));
  }

  private static Dialect.WireRequest written(Dialect dialect, ChatRequest request) {
    return dialect.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.REFUSE);
  }
}

package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Google's own client as judge of the simulator's answers.
class GoogleClientTest {
  private static final String MODEL = "gemini-3-pro";

  private final Simulator simulator =
      Simulator.start(SimulatorSettings.DEFAULT.withApiKeys("key-1"));
  private final Client client =
      Client.builder()
          .apiKey("key-1")
          .httpOptions(HttpOptions.builder().baseUrl(simulator.url()).build())
          .build();

  @AfterEach
  void close() {
    client.close();
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[[say grüß dich, 世界 🙂]]",
        "[[think hm]][[say done]]",
        "[[tool add {\"a\":1}]][[tool get {}]]",
        "[[tokens 40]]",
      })
  void readsAnswersAndStreamsAlike(String text) {
    GenerateContentResponse plain = client.models.generateContent(MODEL, text, null);
    StringBuilder streamed = new StringBuilder();
    int calls = 0;
    FinishReason finish = null;
    int total = 0;
    try (var stream = client.models.generateContentStream(MODEL, text, null)) {
      for (GenerateContentResponse chunk : stream) {
        streamed.append(chunk.text() == null ? "" : chunk.text());
        calls += chunk.functionCalls() == null ? 0 : chunk.functionCalls().size();
        finish = chunk.candidates().orElseThrow().getFirst().finishReason().orElse(finish);
        total = chunk.usageMetadata().orElseThrow().totalTokenCount().orElse(total);
      }
    }
    assertThat(streamed.toString()).isEqualTo(plain.text() == null ? "" : plain.text());
    assertThat(calls).isEqualTo(plain.functionCalls() == null ? 0 : plain.functionCalls().size());
    assertThat(finish).isEqualTo(plain.finishReason());
    assertThat(total)
        .isEqualTo(plain.usageMetadata().orElseThrow().totalTokenCount().orElseThrow());
  }

  @Test
  void givesSignaturesBack() {
    Content call =
        client
            .models
            .generateContent(MODEL, "[[tool add {\"a\":1,\"b\":[2.5]}]]", null)
            .candidates()
            .orElseThrow()
            .getFirst()
            .content()
            .orElseThrow();
    Content question = Content.fromParts(Part.fromText("add"));
    Content result = Content.fromParts(Part.fromFunctionResponse("add", Map.of("sum", 3)));
    assertThat(
            client
                .models
                .generateContent(MODEL, List.of(question, call, result), null)
                .finishReason())
        .isEqualTo(new FinishReason(FinishReason.Known.STOP));
    Content unsigned =
        call.toBuilder()
            .parts(call.parts().orElseThrow().getFirst().toBuilder().clearThoughtSignature())
            .build();
    assertThatThrownBy(
            () -> client.models.generateContent(MODEL, List.of(question, unsigned, result), null))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("thought_signature");
  }

  @Test
  void countsAndEmbeds() {
    assertThat(client.models.countTokens(MODEL, "some text", null).totalTokens()).contains(3);
    assertThat(
            client
                .models
                .embedContent("gemini-embedding-001", List.of("a", "b"), null)
                .embeddings()
                .orElseThrow())
        .hasSize(2);
  }
}

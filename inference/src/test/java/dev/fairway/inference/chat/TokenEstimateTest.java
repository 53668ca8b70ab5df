package dev.fairway.inference.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {
  private static long of(Part... parts) {
    return TokenEstimate.of(
            ChatRequest.of("m", List.of(new Message(Message.Role.USER, List.of(parts)))))
        .inputTokens();
  }

  @Test
  void aTokenIsThreeBytesOfText() {
    assertThat(of(new Part.Text("abcdef"))).isEqualTo(4 + 2);
    assertThat(of(new Part.Text("abcdefg"))).isEqualTo(4 + 3);
    assertThat(of(new Part.Text("ü"))).isEqualTo(4 + 1);
    assertThat(of()).isEqualTo(4);
  }

  @Test
  void picturesAndDocumentsCostByKind() {
    Part.Source bytes = new Part.Source.Base64("any/thing", "A".repeat(400_000));
    Part.Source url = new Part.Source.Url("https://example.org/a");
    assertThat(of(new Part.Image(bytes))).isEqualTo(4 + 1_600);
    assertThat(of(new Part.Document(url, null))).isEqualTo(4 + 3_000);
    assertThat(of(new Part.Document(bytes, null))).isEqualTo(4 + 12_000);
    assertThat(of(new Part.Audio(bytes))).isEqualTo(4 + 187);
    assertThat(of(new Part.ToolResult("c", List.of(new Part.Image(url)), false)))
        .isEqualTo(4 + 1_600);
  }

  @Test
  void toolsAndSchemasCountAsText() {
    ChatRequest request = ChatRequest.of("m", "abc");
    Tool tool = new Tool("f", "abc", Json.object(), null);
    assertThat(TokenEstimate.of(request.withTools(List.of(tool), null)).inputTokens())
        .isEqualTo(4 + 1 + 2);
    assertThat(
            TokenEstimate.of(request.withOutput(OutputFormat.Schema.of(Json.object())))
                .inputTokens())
        .isEqualTo(4 + 1 + 1);
  }

  @Test
  void isLabelled() {
    assertThat(TokenEstimate.of(ChatRequest.of("m", "x")).source())
        .isEqualTo(Usage.Source.ESTIMATED);
  }
}

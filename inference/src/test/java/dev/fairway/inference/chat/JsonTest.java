package dev.fairway.inference.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void textSurvivesReadingAndWriting() {
    String text = "{\"b\":[1,1.0,1.50,-2E+3,\"ä\\n\",true,null],\"a\":{}}";
    assertThat(Json.parse(text).text()).isEqualTo(text);
  }

  @Test
  void plainTreesBecomeJson() {
    assertThat(Json.of(Map.of("a", List.of(1, "x", 0.5))))
        .isEqualTo(Json.parse("{\"a\":[1,\"x\",0.5]}"));
  }

  @Test
  void aFaultIsPlacedButNotQuoted() {
    assertThatThrownBy(() -> Json.parse("{\"key\": sk-secret}"))
        .isInstanceOf(JsonSyntax.class)
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("secret");
  }

  @Test
  void tooDeepTextIsRefused() {
    assertThatThrownBy(() -> Json.parse("[".repeat(10_000))).isInstanceOf(JsonSyntax.class);
  }
}

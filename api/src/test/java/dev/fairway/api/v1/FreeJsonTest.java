package dev.fairway.api.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":1,\"a\":[true,null,1.5,\"x\"]}",
        "[]",
        "{}",
        "\"text\"",
        "9007199254740993",
        "false"
      })
  void isWrittenAsItWasRead(String json) throws Exception {
    var mapper = new ObjectMapper();
    var read = mapper.readValue(json, FreeJson.class);
    assertThat(mapper.writeValueAsString(read)).isEqualTo(json);
    assertThat(read).hasToString(json).isEqualTo(FreeJson.parse(json));
  }

  @Test
  void equalsWhateverTheOrderOfKeysAndTheWayItWasMade() {
    assertThat(FreeJson.of(Map.of("a", 1L, "b", List.of("x"))))
        .isEqualTo(FreeJson.parse("{\"b\":[\"x\"],\"a\":1}"))
        .hasSameHashCodeAs(FreeJson.parse("{\"b\":[\"x\"],\"a\":1}"));
  }

  @Test
  void findsWhatLiesBelow() {
    var json = FreeJson.parse("{\"messages\":[{\"role\":\"user\"}],\"n\":1}");
    assertThat(json.text("messages", "0", "role")).contains("user");
    assertThat(json.text("n")).isEmpty();
    assertThat(json.at("messages", "x")).isEmpty();
    assertThat(json.at("n").orElseThrow().kind()).isEqualTo(FreeJson.Kind.NUMBER);
    assertThat(json.asObject()).containsOnlyKeys("messages", "n");
    assertThat(json.at("messages").orElseThrow().asList()).hasSize(1);
    assertThat(json.plain()).isEqualTo(Map.of("messages", List.of(Map.of("role", "user")), "n", 1));
  }

  @Test
  void keepsNestedFreeJson() {
    assertThat(FreeJson.of(Map.of("a", FreeJson.parse("[1]")))).hasToString("{\"a\":[1]}");
    assertThat(FreeJson.of(null).kind()).isEqualTo(FreeJson.Kind.NULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "nope"})
  void refusesWhatIsNotOneValue(String text) {
    assertThatThrownBy(() -> FreeJson.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}

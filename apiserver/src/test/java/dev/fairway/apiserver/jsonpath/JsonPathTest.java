package dev.fairway.apiserver.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.apiserver.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  private static final Map<String, Object> TREE =
      Json.parseObject(
          """
          {"a": {"b": 1, "dotted.key": "d", "slash/key": "s"},
           "list": [10, 20, 30, 40],
           "null": null,
           "conditions": [
             {"type": "Ready", "status": "True", "n": 1},
             {"type": "Bad (really)", "status": "False", "n": 2, "why": "x"},
             {"type": "Old", "n": 3, "f": 1.5}],
           "deep": {"x": {"name": "one"}, "y": [{"name": "two"}]}}
          """
              .getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ".a.b | [1]",
        "{.a.b} | [1]",
        "$.a.b | [1]",
        ".a.missing | []",
        ".missing.b.c | []",
        ".null | [null]",
        ".a['b'] | [1]",
        ".a['b','dotted\\.key'] | [1,\"d\"]",
        ".a.dotted\\.key | [\"d\"]",
        ".a['dotted\\.key'] | [\"d\"]",
        ".a['slash/key'] | [\"s\"]",
        ".a.* | [1,\"d\",\"s\"]",
        ".list[0] | [10]",
        ".list[-1] | [40]",
        ".list[-1:] | [40]",
        ".list[1:3] | [20,30]",
        ".list[:2] | [10,20]",
        ".list[::2] | [10,30]",
        ".list[*] | [10,20,30,40]",
        ".list[0,2] | [10,30]",
        ".list[9] | []",
        ".list[2:1] | []",
        ".a[0] | []",
        ".conditions[?(@.type==\"Ready\")].status | [\"True\"]",
        ".conditions[?(@.type == 'Ready')].status | [\"True\"]",
        ".conditions[?(@.type==\"Bad (really)\")].status | [\"False\"]",
        ".conditions[?(@.type!=\"Ready\")].n | [2,3]",
        ".conditions[?(@.n>1)].type | [\"Bad (really)\",\"Old\"]",
        ".conditions[?(@.n<=2)].n | [1,2]",
        ".conditions[?(@.why)].n | [2]",
        ".conditions[?(@.f==1.5)].n | [3]",
        ".conditions[?(@.n==\"1\")].n | []",
        ".conditions[?(@.status=='True')].n | [1]",
        ".a[?(@.x==1)] | []",
        "..name | [\"one\",\"two\"]",
        ".deep..name | [\"one\",\"two\"]",
        ".conditions[*].type | [\"Ready\",\"Bad (really)\",\"Old\"]",
      })
  void findsWhatKubectlFinds(String path, String expected) {
    assertThat(JsonPath.parse(path).find(TREE))
        .isEqualTo(Json.parse(expected.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".a[",
        ".a[x]",
        ".a[1:2:3:4]",
        ".a[?(@.b]",
        ".a[?(@.b)",
        "....a",
        "#",
        "range",
        ".a[?(@.b=>1)]"
      })
  void refusesWhatIsNoExpression(String path) {
    assertThatThrownBy(() -> JsonPath.parse(path)).isInstanceOf(JsonPathSyntax.class);
  }

  @Test
  void findsNothingInNull() {
    assertThat(JsonPath.parse(".a").find(null)).isEmpty();
    assertThat(JsonPath.parse(".x[0]").find(Arrays.asList((Object) null))).isEmpty();
  }
}

package dev.fairway.apiserver.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.apiserver.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the recorded patches cannot show: the real server hides the texts of failures.
class JsonPatchTest {
  private static final String OBJECT = "{\"a\":{\"b\":\"c\"},\"l\":[1,2]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"op":"add","path":"/x/y","value":1}        | add operation does not apply: doc is missing path: "/x/y": missing value
          {"op":"add","path":"/l/9","value":1}        | error in add for path: '/l/9': Unable to access invalid index: 9: invalid index referenced
          {"op":"add","path":"/l/z","value":1}        | error in add for path: '/l/z': value was not a proper array index: 'z': strconv.Atoi: parsing "z": invalid syntax
          {"op":"add","value":1}                      | add operation failed to decode path: missing value
          {"op":"remove","path":"/a/x"}               | error in remove for path: '/a/x': Unable to remove nonexistent key: x: missing value
          {"op":"remove","path":"/x/y"}               | remove operation does not apply: doc is missing path: "/x/y": missing value
          {"op":"remove","path":"/l/2"}               | error in remove for path: '/l/2': Unable to access invalid index: 2: invalid index referenced
          {"op":"replace","path":"/l/7","value":1}    | replace operation does not apply: doc is missing key: /l/7: missing value
          {"op":"replace","path":"/x/y","value":1}    | replace operation does not apply: doc is missing path: /x/y: missing value
          {"op":"replace","value":1}                  | replace operation failed to decode path: operation missing path field: missing value
          {"op":"test","path":"/a/b","value":"d"}     | testing value /a/b failed: test failed
          {"op":"test","path":"/x/y","value":"d"}     | test operation does not apply: is missing path: /x/y: missing value
          {"op":"move","from":"/a/x","path":"/y"}     | error in move for path: 'x': Unable to remove nonexistent key: x: missing value
          {"op":"move","path":"/y"}                   | move operation failed to decode from: operation, missing from field: missing value
          {"op":"copy","from":"/x/y","path":"/y"}     | copy operation does not apply: doc is missing from path: /x/y: missing value
          {"op":"copy","from":"/a","path":"/x/y"}     | copy operation does not apply: doc is missing destination path: /x/y: missing value
          {"op":"burn","path":"/a"}                   | Unexpected kind: burn
          {"path":"/a"}                               | Unexpected kind: unknown
          """)
  void namesWhatDoesNotApply(String operation, String message) {
    assertThatThrownBy(() -> JsonPatch.apply(object(), parse("[" + operation + "]")))
        .isInstanceOf(PatchFailure.class)
        .hasMessage(message);
  }

  @Test
  void refusesTooManyOperations() {
    Object operation = parse("{\"op\":\"test\",\"path\":\"/a/b\",\"value\":\"c\"}");
    assertThat(JsonPatch.apply(object(), Collections.nCopies(10_000, operation)))
        .isEqualTo(object());
    assertThatThrownBy(() -> JsonPatch.apply(object(), Collections.nCopies(10_001, operation)))
        .hasMessage("The allowed maximum operations in a JSON patch is 10000, got 10001");
  }

  @Test
  void refusesToCopyMoreThanAnObjectMayHold() {
    Map<String, Object> object = Map.of("text", "x".repeat(1024 * 1024), "copies", parse("[]"));
    Object copy = parse("{\"op\":\"copy\",\"from\":\"/text\",\"path\":\"/copies/-\"}");
    assertThat(JsonPatch.apply(object, Collections.nCopies(2, copy))).containsKey("copies");
    assertThatThrownBy(() -> JsonPatch.apply(object, Collections.nCopies(3, copy)))
        .hasMessageStartingWith(
            "Unable to complete the copy, the accumulated size increase of copy is 3145734");
  }

  @Test
  void anEmptyPathIsTheWholeObject() {
    Object patch = parse("[{\"op\":\"replace\",\"path\":\"\",\"value\":{\"x\":1}}]");
    assertThat(JsonPatch.apply(object(), patch)).isEqualTo(Map.of("x", 1L));
  }

  private static Map<String, Object> object() {
    return Json.object(parse(OBJECT));
  }

  private static @Nullable Object parse(String json) {
    return Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.fairway.apiserver.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtobufTest {
  private static final Path CASES = Path.of("src/test/resources/protobuf");
  private final BuiltinTypes types = new BuiltinTypes();

  static List<String> cases() throws Exception {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".b64"))
          .map(name -> name.replace(".b64", ""))
          .sorted()
          .toList();
    }
  }

  /// Both files are one object as a real kube-apiserver 1.36.3 answered it, in both encodings. Go
  /// writes a zero time and an empty required list as null, which means the same as absent.
  @ParameterizedTest
  @MethodSource("cases")
  void givesTheTreeThatTheJsonOfTheSameObjectGives(String name) throws Exception {
    assertThat(types.decode(body(name)))
        .isEqualTo(withoutNulls(Json.parse(Files.readAllBytes(CASES.resolve(name + ".json")))));
  }

  @Test
  void refusesABodyThatEndsEarlyAndNeverFailsOtherwise() throws Exception {
    byte[] body = body("customresourcedefinition");
    for (int length = 0; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      try {
        types.decode(cut);
      } catch (JsonSyntax expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void namesAKindItDoesNotKnow() {
    byte[] body = {'k', '8', 's', 0, 10, 9, 10, 2, 'v', '1', 18, 3, 'F', 'o', 'o'};
    assertThatThrownBy(() -> types.decode(body))
        .hasMessage("no kind \"Foo\" is registered for version \"v1\"");
  }

  private static @Nullable Object withoutNulls(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      map.values().removeIf(Objects::isNull);
      map.values().forEach(ProtobufTest::withoutNulls);
    } else if (tree instanceof List<?> list) {
      list.forEach(ProtobufTest::withoutNulls);
    }
    return tree;
  }

  private static byte[] body(String name) throws Exception {
    return Base64.getMimeDecoder().decode(Files.readString(CASES.resolve(name + ".b64")));
  }
}

package dev.fairway.apiserver.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.fairway.apiserver.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Replays patches that a real kube-apiserver 1.36.3 carried out or refused.
class RecordedPatchesTest {
  private static final Path CASES = Path.of("src/test/resources/patch");

  /// What the real server says of every patch that does not apply, whatever is wrong.
  private static final String HIDDEN =
      "the server rejected our request due to an error in our request";

  static Stream<Recorded> cases() throws IOException {
    return Stream.of(read("json"), read("merge"), read("strategic")).flatMap(List::stream);
  }

  private static List<Recorded> read(String verb) throws IOException {
    Object yaml = new YAMLMapper().readValue(CASES.resolve(verb + ".yaml").toFile(), Object.class);
    Object tree = Json.parse(new ObjectMapper().writeValueAsBytes(yaml));
    return Parts.items(tree).stream().map(one -> new Recorded(verb, Json.object(one))).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void patchesAsTheRealServerDid(Recorded recorded) {
    Map<String, Object> before = Json.copy(recorded.object());
    if (recorded.succeeds()) {
      assertThat(Trees.missing(recorded.run(), recorded.result())).isEmpty();
      if (!recorded.verb().equals("strategic")) {
        assertThat(recorded.run()).isEqualTo(recorded.result());
      }
    } else {
      assertThat(catchThrowable(recorded::run))
          .asInstanceOf(InstanceOfAssertFactories.type(PatchFailure.class))
          .satisfies(failure -> assertThat(status(failure)).isEqualTo(recorded.code()))
          .satisfies(failure ->
              assertThat(recorded.message())
                  .matches(real -> real.equals(HIDDEN) || real.equals(failure.getMessage())));
    }
    assertThat(recorded.object()).as("the argument").isEqualTo(before);
  }

  private static long status(PatchFailure failure) {
    return switch (failure.reason()) {
      case BAD_REQUEST -> 400;
      case TOO_LARGE -> 413;
      case UNPROCESSABLE -> 422;
      case INTERNAL -> 500;
    };
  }

  record Recorded(String verb, Map<String, Object> fields) {
    Map<String, Object> run() {
      Object patch = fields.get("patch");
      return switch (verb) {
        case "json" -> JsonPatch.apply(object(), patch);
        case "merge" -> MergePatch.apply(object(), patch);
        default -> StrategicMergePatch.apply(object(), patch, Types.DEPLOYMENT);
      };
    }

    Map<String, Object> object() {
      return Json.object(fields.get("object"));
    }

    boolean succeeds() {
      return fields.containsKey("result");
    }

    Map<String, Object> result() {
      return Json.object(fields.get("result"));
    }

    @Nullable Object code() {
      return fields.get("code");
    }

    String message() {
      return String.valueOf(fields.get("message"));
    }

    @Override
    public String toString() {
      return verb + ": " + fields.get("about");
    }
  }
}

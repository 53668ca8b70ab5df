package dev.fairway.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The CEL library is slow to load, so a definition without rules must not load it. Only a JVM of
/// its own can tell.
class LazyCelTest {
  @Test
  void loadsNoClassOfTheCelLibraryWithoutRules() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx64m",
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                LazyCelTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(output).contains(StructuralSchema.class.getName()).doesNotContain("dev.cel.");
  }

  /// Compiles and uses a definition without rules.
  public static void main(String[] arguments) {
    Map<String, Object> schema =
        Map.of("type", "object", "properties", Map.of("spec", Map.of("type", "object")));
    Map<String, Object> version =
        Map.of(
            "name",
            "v1",
            "served",
            true,
            "storage",
            true,
            "schema",
            Map.of("openAPIV3Schema", schema));
    Map<String, Object> crd =
        Map.of("spec", Map.of("group", "example.com", "versions", List.of(version)));
    CrdValidation.validate(crd);
    CrdVersion.compileAll(crd).getFirst().schema().validate(Map.of("spec", Map.of()), null);
  }
}

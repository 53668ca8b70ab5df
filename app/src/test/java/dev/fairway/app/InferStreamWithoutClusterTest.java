package dev.fairway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fairway infer --stream` through the front door, with nothing around it.
class InferStreamWithoutClusterTest {
  @TempDir private Path folder;

  @Test
  void aLocalModelNeedsNoCluster() {
    Ran ran = Ran.in(folder, "infer", "I love it", "--stream", "--model", "local/sentiment-en");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("positive").endsWith("\n");
    assertThat(ran.err()).matches("\\d+ in, \\d+ out tokens, 0 USD\\R");
  }

  @Test
  void vectorsAreNotStreamed() {
    Ran ran = Ran.in(folder, "infer", "x", "--stream", "--model", "local/bge-small-en-v1.5");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("NotSupported", "spec.modelRef", "without streaming");
  }

  @Test
  void aVendorWithoutAClusterWantsItsUsualVariable() {
    Ran ran = Ran.in(folder, "infer", "x", "--stream", "--model", "groq/llama-3.1-8b-instant");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("groq", "GROQ_API_KEY");
  }

  @Test
  void theUsualVariableHoldsTheKey() {
    Map<String, String> environment = Map.of("GROQ_API_KEY", "gsk-test\n", "EMPTY", "");
    Shell shell = new Shell(System.out, System.err, false, environment, folder, folder);

    assertThat(new EnvironmentKeys(shell).usual("groq"))
        .hasValueSatisfying(key -> assertThat(key.removeFrom("a gsk-test")).doesNotContain("gsk"));
    assertThat(new EnvironmentKeys(shell).usual("nobody")).isEmpty();
  }

  @Test
  void aSecretNeedsACluster() {
    Ran ran =
        Ran.in(folder, "infer", "x", "--stream", "--model", "openai/gpt-5", "--secret", "mine/key");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("--secret", "--kubeconfig");
  }
}

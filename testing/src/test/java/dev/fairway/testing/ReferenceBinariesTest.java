package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceBinariesTest {
  @Test
  void looksForTheReleaseThatTheGoModulePins() throws IOException {
    assertThat(Path.of("reference", "go.mod"))
        .content()
        .contains("k8s.io/kubernetes " + ReferenceBinaries.VERSION);
  }
}

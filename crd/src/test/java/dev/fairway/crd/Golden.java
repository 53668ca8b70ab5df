package dev.fairway.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that says what is expected. With `-Dfairway.update=true` it is rewritten instead, to be
/// reviewed as a diff.
public final class Golden {
  private Golden() {}

  public static void assertSame(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("fairway.update")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, actual);
    }
    assertThat(file).as("rewrite with -Dfairway.update=true").exists();
    assertThat(actual)
        .as("%s; rewrite with -Dfairway.update=true and review the diff", file)
        .isEqualTo(Files.readString(file));
  }
}

package dev.fairway.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder with what goes in and what must come out.
public record Case(Path folder) {
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  public boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  public String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode yaml(String file) {
    try {
      return YAML.readTree(text(file));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fails unless the file holds exactly this tree; with `-Dfairway.update=true` it is rewritten
  /// instead, for review in the diff.
  public void expect(String file, JsonNode actual) {
    if (Boolean.getBoolean("fairway.update")) {
      write(file, actual);
      return;
    }
    JsonNode expected = yaml(file);
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "%s/%s%nexpected:%n%s%nactual:%n%s"
              .formatted(this, file, print(expected), print(actual)));
    }
  }

  private void write(String file, JsonNode tree) {
    try {
      Files.writeString(folder.resolve(file), print(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String print(JsonNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder's name, which is the name of the test.
  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}

package dev.fairway.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder below examples/, as it stands in the repository.
record Example(Path folder) {
  private static final Path REPOSITORY = Path.of("..");
  private static final Pattern APPLIED = Pattern.compile("kubectl apply -f (examples/\\S+)");
  private static final Pattern MENTIONED = Pattern.compile("[\\w./-]+\\.yaml");

  static Example named(String name) {
    return new Example(REPOSITORY.resolve("examples").resolve(name));
  }

  static List<Example> all() {
    return list(REPOSITORY.resolve("examples")).stream()
        .filter(Files::isDirectory)
        .map(Example::new)
        .toList();
  }

  String readme() {
    return text("README.md");
  }

  String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  List<Path> yamlFiles() {
    return yamlFiles(folder);
  }

  /// The files that the README applies, in its order.
  List<Path> appliedFiles() {
    return found(APPLIED, 1)
        .map(REPOSITORY::resolve)
        .flatMap(path -> Files.isDirectory(path) ? yamlFiles(path).stream() : Stream.of(path))
        .toList();
  }

  /// The files that the README names anywhere.
  List<Path> mentionedFiles() {
    return found(MENTIONED, 0)
        .map(name -> name.startsWith("examples/") ? REPOSITORY.resolve(name) : file(name))
        .toList();
  }

  private Stream<String> found(Pattern pattern, int group) {
    return pattern.matcher(readme()).results().map((MatchResult found) -> found.group(group));
  }

  private static List<Path> yamlFiles(Path folder) {
    return list(folder).stream().filter(file -> file.toString().endsWith(".yaml")).toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}

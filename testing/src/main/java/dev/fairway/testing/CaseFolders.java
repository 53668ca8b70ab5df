package dev.fairway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// Behind [Cases].
final class CaseFolders implements ArgumentsProvider, AnnotationConsumer<Cases> {
  private Path root = Path.of("src", "test", "resources");

  @Override
  public void accept(Cases cases) {
    root = root.resolve(cases.value());
  }

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .map(Case::new)
          .map(Arguments::of)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException("no folder of cases at " + root, e);
    }
  }
}

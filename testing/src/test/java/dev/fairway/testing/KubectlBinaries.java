package dev.fairway.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Behind [EachKubectl]: finds the binaries and makes the [Kubectl] of each test.
final class KubectlBinaries implements TestTemplateInvocationContextProvider, ExecutionCondition {
  private static final Namespace STORE = Namespace.create(KubectlBinaries.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return found().isEmpty()
        ? ConditionEvaluationResult.disabled(
            "no kubectl on this machine: run ./fairway reference, or put one on the PATH")
        : ConditionEvaluationResult.enabled("a kubectl is there");
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return found().stream().map(WithProgram::new);
  }

  private static List<Path> found() {
    Optional<Path> beside = ReferenceBinaries.find().map(binaries -> binaries.kubectl());
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> onPath =
        Arrays.stream(path.split(File.pathSeparator))
            .map(folder -> Path.of(folder, "kubectl"))
            .filter(Files::isExecutable)
            .findFirst();
    return Stream.concat(beside.filter(Files::isExecutable).stream(), onPath.stream())
        .distinct()
        .toList();
  }

  private record WithProgram(Path program) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocationIndex) {
      return program.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Resolver(program));
    }
  }

  private record Resolver(Path program) implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Kubectl.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Path cache = folder(context.getRoot(), "cache");
      return new Kubectl(program, ClusterFixture.cluster(context), cache, folder(context, "work"));
    }
  }

  private static Path folder(ExtensionContext context, String name) {
    return context.getStore(STORE).computeIfAbsent(name, Folder::create, Folder.class).path();
  }

  /// Goes with the scope that made it.
  private record Folder(Path path) implements AutoCloseable {
    static Folder create(String name) {
      try {
        return new Folder(Files.createTempDirectory("fairway-kubectl-" + name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }
}

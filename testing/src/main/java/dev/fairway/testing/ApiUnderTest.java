package dev.fairway.testing;

import dev.fairway.apiserver.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Kubernetes API that is running. JUnit closes it with the JVM's test run.
interface ApiUnderTest extends AutoCloseable {
  /// The text of a kubeconfig for its administrator.
  String kubeconfig();

  @Override
  void close();

  static ApiUnderTest start(Backend backend) {
    return switch (backend) {
      case EMBEDDED -> new Embedded(ApiServer.builder().build().start());
      case REFERENCE ->
          ReferenceApi.start(
              ReferenceBinaries.find()
                  .orElseThrow(() -> new IllegalStateException(ReferenceBinaries.HOW_TO_GET_THEM)));
      case KUBECONFIG -> new Given(readKubeconfig());
    };
  }

  private static String readKubeconfig() {
    String file = System.getenv("KUBECONFIG");
    if (file == null) {
      throw new IllegalStateException("set KUBECONFIG to the cluster the tests shall run on");
    }
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ours, in memory, in this JVM.
  record Embedded(ApiServer server) implements ApiUnderTest {
    @Override
    public String kubeconfig() {
      return server.kubeconfig();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /// Somebody else's cluster: left running.
  record Given(String kubeconfig) implements ApiUnderTest {
    @Override
    public void close() {}
  }
}

package dev.fairway.apiserver.pipeline;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case of the folder against a pipeline of its own.
class PipelineCasesTest {
  static Stream<String> cases() {
    return Cases.names();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsKubernetesDoes(String name) throws IOException {
    try (InProcess server = new InProcess()) {
      Cases.run(name, server);
    }
  }
}

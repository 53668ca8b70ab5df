package dev.fairway.local.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes with one temporary folder.
class SideBySideTest {
  @TempDir private Path folder;

  @Test
  void processesDoNotDisturbEachOtherNorTheTemporaryFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path foreign = Files.writeString(temporary.resolve("llama-notes.txt"), "not ours");
    TinyGguf.write(folder.resolve("tiny.gguf"));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(temporary));
    }
    for (Process process : processes) {
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
          .isEqualTo("4 tokens\n");
      assertThat(process.waitFor()).isZero();
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperf")))
          .containsExactly(foreign);
    }
  }

  private Process start(Path temporary) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Once.class.getName(),
            folder.resolve("tiny.gguf").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// A process that answers once and ends as the program does.
  static final class Once {
    private Once() {}

    public static void main(String[] arguments) {
      try (GgufModel model =
          GgufModel.load(Path.of(arguments[0]), new GgufSettings(TinyGguf.CONTEXT, 1, 1))) {
        ChatRequest request =
            ChatRequest.of("tiny", "hello")
                .withParameters(Parameters.builder().maxTokens(4).build());
        CallContext context = CallContext.within(Duration.ofSeconds(60));
        System.out.println(model.chat(request, context).usage().out() + " tokens");
      }
      System.exit(0);
    }
  }
}

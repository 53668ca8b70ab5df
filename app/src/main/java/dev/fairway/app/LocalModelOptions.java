package dev.fairway.app;

import dev.fairway.app.Fairway.UsageFailure;
import dev.fairway.inference.onnx.LocalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of the models that run in this process, shared by the commands that run the operator.
final class LocalModelOptions {
  private final Shell shell;

  @Option(
      names = "--packs",
      paramLabel = "DIR",
      description = "Folder of model packs, each a subfolder with a pack.yaml.")
  private @Nullable Path packs;

  @Option(
      names = "--gguf",
      paramLabel = "FILE",
      description = "A language model for llama.cpp, offered as local/NAME-OF-FILE.")
  private @Nullable Path gguf;

  LocalModelOptions(Shell shell) {
    this.shell = shell;
  }

  /// Loads what the user names beside the packs.
  void loadInto(Wiring wiring) {
    if (gguf == null) {
      return;
    }
    try {
      wiring.languageModel(gguf);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--gguf: " + e.getMessage());
    } catch (NoClassDefFoundError e) {
      throw new UsageFailure("--gguf: this program was put together without fairway-local-llm");
    }
  }

  LocalSettings settings() {
    LocalSettings settings = settings(shell);
    Path folder = packs;
    if (folder == null) {
      return settings;
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageFailure("--packs: " + folder + " is no folder");
    }
    return settings.withPacks(folder);
  }

  /// Without packs of the user.
  static LocalSettings settings(Shell shell) {
    LocalSettings settings = LocalSettings.of(Runtime.getRuntime().availableProcessors());
    return natives(shell).map(settings::withNatives).orElse(settings);
  }

  /// Where the launcher or an image keeps the native library unpacked; without it every process
  /// unpacks into the temporary folder.
  private static Optional<Path> natives(Shell shell) {
    return shell.variable("FAIRWAY_NATIVES").filter(folder -> !folder.isBlank()).map(Path::of);
  }
}

package dev.fairway.local.llm;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Unpacks the native library for this process alone. The binding would unpack it under one fixed
/// name in the temporary folder, where two processes meet, and would first delete there whatever
/// begins with `llama`.
final class LlamaLibrary {
  private static final String LIBRARY_FOLDER = "de.kherud.llama.lib.path";
  private static final String TEMPORARY_FOLDER = "de.kherud.llama.tmpdir";

  private LlamaLibrary() {}

  /// Loads it unless it is loaded.
  ///
  /// @throws IllegalStateException when it cannot be
  static synchronized void load() {
    if (System.getProperty(LIBRARY_FOLDER) != null) {
      return;
    }
    String name = System.mapLibraryName("jllama");
    try (InputStream in = LlamaModel.class.getResourceAsStream(platform() + name)) {
      if (in == null) {
        throw new IllegalStateException("llama.cpp has no build for this system: " + platform());
      }
      Path folder = Files.createTempDirectory("fairway-llm-");
      Path library = folder.resolve(name);
      Files.copy(in, library);
      System.setProperty(LIBRARY_FOLDER, folder.toString());
      System.setProperty(TEMPORARY_FOLDER, folder.toString());
      Class.forName(LlamaModel.class.getName(), true, LlamaModel.class.getClassLoader());
      remove(library, folder);
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("llama.cpp cannot be loaded: " + e, e);
    }
  }

  /// What is loaded stays loaded; where the file is locked, it goes when the process ends.
  private static void remove(Path library, Path folder) {
    try {
      Files.delete(library);
      Files.delete(folder);
    } catch (IOException _) {
      folder.toFile().deleteOnExit();
      library.toFile().deleteOnExit();
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String folder = system.contains("win") ? "Windows" : system.contains("mac") ? "Mac" : "Linux";
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean arm = machine.equals("aarch64") || machine.equals("arm64");
    return folder + (arm ? "/aarch64/" : "/x86_64/");
  }
}

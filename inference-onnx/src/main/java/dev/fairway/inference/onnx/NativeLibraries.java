package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/// Keeps the native library of ONNX Runtime in a folder of ours, so that it is unpacked once and
/// not at every start. Several processes may share the folder.
final class NativeLibraries {
  /// Where ONNX Runtime looks before it unpacks anything itself.
  private static final String PATH_PROPERTY = "onnxruntime.native.path";

  private NativeLibraries() {}

  /// To be called before the first model is loaded; later it has no effect. Where the library has
  /// no build for this system, ONNX Runtime says so at the first load.
  ///
  /// @throws IllegalArgumentException when the folder cannot be written
  static void unpack(Path parent) {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    String platform = platform();
    try {
      Path folder = parent.resolve("onnxruntime-" + version() + "-" + platform).toAbsolutePath();
      Files.createDirectories(folder);
      boolean complete = true;
      for (String name : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
        complete &= unpack("/ai/onnxruntime/native/" + platform + "/", libraryFile(name), folder);
      }
      if (complete) {
        System.setProperty(PATH_PROPERTY, folder.toString());
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("native libraries cannot be unpacked: " + e, e);
    }
  }

  private static boolean unpack(String resources, String file, Path folder) throws IOException {
    try (InputStream in = OrtEnvironment.class.getResourceAsStream(resources + file)) {
      if (in == null) {
        return false;
      }
      Path target = folder.resolve(file);
      if (!Files.exists(target)) {
        // Another process sees the whole file or none.
        Path whole = Files.createTempFile(folder, file, ".part");
        Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return true;
    }
  }

  private static String version() {
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    return version == null ? "unversioned" : version;
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String name = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean arm = machine.equals("aarch64") || machine.equals("arm64");
    return name + (arm ? "-aarch64" : "-x64");
  }

  private static String libraryFile(String name) {
    return System.mapLibraryName(name);
  }
}

package dev.fairway.inference.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds packs: those of jars, ours among them, then the user's own. A jar names the packs it
/// brings in `META-INF/fairway/packs/index`, one a line; the user's packs are the folders below one
/// root.
final class Packs {
  private static final String IN_JARS = "META-INF/fairway/packs/";

  private final Map<String, ModelPack> found = new LinkedHashMap<>();

  private Packs() {}

  /// @param root folder of the user's packs
  /// @throws IllegalArgumentException when the root is no readable folder
  static Map<String, ModelPack> find(@Nullable Path root) {
    Packs packs = new Packs();
    packs.addJars();
    if (root != null) {
      packs.addFolders(root);
    }
    return Collections.unmodifiableMap(packs.found);
  }

  static ModelPack inJar(String name) {
    return PackReader.read(
        name, new PackFiles.ClassPath(Packs.class.getClassLoader(), IN_JARS + name + "/"));
  }

  private void addJars() {
    try {
      List<URL> indexes =
          Collections.list(Packs.class.getClassLoader().getResources(IN_JARS + "index"));
      for (URL index : indexes) {
        lines(index).forEach(name -> add(inJar(name)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(URL index) throws IOException {
    try (InputStream in = index.openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(String::strip).filter(name -> !name.isEmpty());
    }
  }

  private void addFolders(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    try (Stream<Path> entries = Files.list(absolute)) {
      entries
          .sorted()
          .filter(folder -> Files.exists(folder.resolve("pack.yaml")))
          .forEach(folder ->
              add(
                  PackReader.read(
                      folder.getFileName().toString(), new PackFiles.Folder(absolute, folder))));
    } catch (IOException e) {
      throw new IllegalArgumentException("the folder of packs cannot be read: " + e, e);
    }
  }

  /// The first of a name keeps it; a later one is listed under the place it was found at.
  private void add(ModelPack pack) {
    ModelPack first = found.putIfAbsent(pack.name(), pack);
    if (first != null) {
      List<String> faults = new ArrayList<>(pack.faults());
      faults.add("name: " + pack.name() + " is the name of another pack, from " + first.source());
      String other = pack.name() + " (" + pack.files().place() + ")";
      found.put(
          other,
          new ModelPack(
              other,
              pack.version(),
              pack.task(),
              pack.work(),
              pack.licence(),
              pack.source(),
              pack.files(),
              faults));
    }
  }
}

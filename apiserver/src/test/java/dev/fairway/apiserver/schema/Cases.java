package dev.fairway.apiserver.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.fairway.apiserver.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Folders of YAML files recorded from a real kube-apiserver v1.36.3.
final class Cases {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Cases() {}

  static List<Path> folders(String name) {
    try (Stream<Path> folders = Files.list(Path.of("src/test/resources", name))) {
      return folders.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean has(Path folder, String file) {
    return Files.exists(folder.resolve(file));
  }

  static Map<String, Object> object(Path folder, String file) {
    return Json.object(tree(folder, file));
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> objects(Path folder, String file) {
    return (List<Map<String, Object>>) tree(folder, file);
  }

  @SuppressWarnings("unchecked")
  static List<String> texts(Path folder, String file) {
    return (List<String>) tree(folder, file);
  }

  /// Through JSON, so that numbers are what the server's decoder makes of them.
  private static Object tree(Path folder, String file) {
    try {
      byte[] json =
          new ObjectMapper().writeValueAsBytes(YAML.readTree(folder.resolve(file).toFile()));
      return Objects.requireNonNull(Json.parse(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

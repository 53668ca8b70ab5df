package dev.fairway.inference.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Folders of cases and the text in them. With `-Dfairway.update=true` what is expected is
/// rewritten instead of compared.
record Golden(String dialect, Path folder) {
  private static final Path ROOT = Path.of("src", "test", "resources", "dialects");

  /// Cases of every dialect whose name begins so.
  static Stream<Golden> cases(String prefix) throws IOException {
    List<Golden> cases;
    try (Stream<Path> folders = Files.walk(ROOT, 2)) {
      cases =
          folders
              .filter(folder -> folder.getFileName().toString().startsWith(prefix))
              .sorted()
              .map(folder -> new Golden(ROOT.relativize(folder).getName(0).toString(), folder))
              .toList();
    }
    assertThat(cases).isNotEmpty();
    return cases.stream();
  }

  /// The dialect that reads this case.
  Dialect reader() {
    return Objects.requireNonNull(Dialects.byName().get(dialect), dialect);
  }

  /// The request of this case; a file `path.txt` names where it was posted, for formats that say
  /// something there.
  ChatRequest request() {
    Path path = folder.resolve("path.txt");
    String posted = Files.exists(path) ? new String(bytes("path.txt"), UTF_8).strip() : "";
    return reader().readRequest(posted, bytes("request.json"));
  }

  /// The streamed answer of this case: `events.` and what the format streams. Binary frames are
  /// written down as text.
  byte[] events() {
    try (Stream<Path> files = Files.list(folder)) {
      Path events =
          files
              .filter(file -> file.getFileName().toString().startsWith("events."))
              .findAny()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(events);
      return events.getFileName().toString().equals("events.frames")
          ? AwsFrames.encode(new String(bytes, UTF_8))
          : bytes;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What a target makes of a request of any format; it stands in the target's folder.
  static Written written(String target, Golden request) {
    String file = request.dialect + "-" + request.folder.getFileName() + ".json";
    return new Written(ROOT.resolve(target).resolve("written").resolve(file));
  }

  record Written(Path file) {
    void check(Json actual) {
      Golden.check(file, actual);
    }
  }

  byte[] bytes(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void check(String file, Json actual) {
    check(folder.resolve(file), actual);
  }

  private static void check(Path file, Json actual) {
    String text = pretty(actual, "") + "\n";
    try {
      if (Boolean.getBoolean("fairway.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError("run again with -Dfairway.update=true, and review", e);
    }
  }

  /// A record as JSON, unknown values left out; of a closed set, the case's name comes first.
  static Json json(@Nullable Object value) {
    return switch (value) {
      case Json json -> json;
      case Enum<?> word -> new Json.Str(word.name());
      case List<?> list -> new Json.Arr(list.stream().map(Golden::json).toList());
      case Map<?, ?> map -> Json.of(map);
      case Record named -> object(named);
      case null, default -> Json.of(value);
    };
  }

  private static Json object(Record value) {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (value.getClass().isMemberClass()) {
      fields.put("is", new Json.Str(value.getClass().getSimpleName()));
    }
    try {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Json field = json(component.getAccessor().invoke(value));
        if (!(field instanceof Json.Null)) {
          fields.put(component.getName(), field);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    return new Json.Obj(fields);
  }

  private static String pretty(Json json, String indent) {
    String deeper = indent + "  ";
    if (json instanceof Json.Obj(var fields) && !fields.isEmpty()) {
      List<String> lines =
          fields.entrySet().stream()
              .map(f -> new Json.Str(f.getKey()).text() + ": " + pretty(f.getValue(), deeper))
              .toList();
      return lines(lines, "{", "}", indent, deeper);
    }
    if (json instanceof Json.Arr(var items) && !items.isEmpty()) {
      return lines(
          items.stream().map(item -> pretty(item, deeper)).toList(), "[", "]", indent, deeper);
    }
    return json.text();
  }

  private static String lines(
      List<String> lines, String open, String close, String indent, String deeper) {
    return open + "\n" + deeper + String.join(",\n" + deeper, lines) + "\n" + indent + close;
  }

  @Override
  public String toString() {
    return dialect + "/" + folder.getFileName();
  }
}

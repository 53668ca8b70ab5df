package dev.fairway.testing.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.Dialects;
import dev.fairway.inference.dialect.EventReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The cases of the dialects' contract test, in the module they belong to.
final class GoldenCases {
  private static final Path FOLDER =
      Path.of("..", "inference", "src", "test", "resources", "dialects");

  private GoldenCases() {}

  /// Files by their path below the folder of all dialects.
  static List<Path> files(String pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> all = Files.walk(FOLDER, 3)) {
      List<Path> files = all.map(FOLDER::relativize).filter(matcher::matches).sorted().toList();
      assertThat(files).isNotEmpty();
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a format makes of the request of a case.
  ///
  /// @param request a file of that case
  static Path written(Format format, Path request) {
    String name = request.getName(0) + "-" + request.getName(1) + ".json";
    return Path.of(format.dialectName(), "written", name);
  }

  /// @param file `request.json` of a case
  static ChatRequest request(Path file) {
    Path posted = file.resolveSibling("path.txt");
    String path =
        Files.exists(FOLDER.resolve(posted)) ? new String(read(posted), UTF_8).strip() : "";
    return dialect(file).readRequest(path, read(file));
  }

  /// The streamed answer of a case. Where the format streams binary frames, the plain answer stands
  /// in for it.
  ///
  /// @param answer `answer.json` of the case
  static List<ChatEvent> events(Path answer) {
    for (String name : List.of("events.sse", "events.ndjson")) {
      Path file = answer.resolveSibling(name);
      if (Files.exists(FOLDER.resolve(file))) {
        return events(dialect(answer).readEvents(1 << 20), read(file));
      }
    }
    return dialect(answer).readResponse(read(answer)).events();
  }

  private static List<ChatEvent> events(EventReader reader, byte[] stream) {
    List<ChatEvent> events = new ArrayList<>();
    reader.read(stream, 0, stream.length, events::add);
    reader.end(events::add);
    return events;
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The dialect that a case belongs to.
  static Dialect dialect(Path file) {
    String name = file.getName(0).toString();
    return Objects.requireNonNull(Dialects.byName().get(name), name);
  }
}

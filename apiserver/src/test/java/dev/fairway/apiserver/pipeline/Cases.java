package dev.fairway.apiserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Cases as YAML: requests and what must come back. They speak plain HTTP and could be run against
/// any server.
///
/// A file holds a list of steps: `do` (method and target), `headers`, `body` (a tree, or text sent
/// as it is), `status`, `header` (expected ones), `answer` (a part of the expected body), `text` (a
/// part of it as text), `events` (a watch: a part of each event), `save` (names for values of the
/// answer, used later as `${name}`). In an expected tree objects need only hold what is named,
/// lists must have the same length, `~regex` matches text, `<absent>` an absent value and `<any>`
/// any present one.
final class Cases {
  private static final Path ROOT = Path.of("src/test/resources/cases");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private Cases() {}

  static Stream<String> names() {
    try (Stream<Path> files = Files.list(ROOT)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void run(String name, Exchange server) throws IOException {
    Object tree = Yaml.parse(Files.readString(ROOT.resolve(name)));
    Map<String, String> saved = new LinkedHashMap<>();
    int number = 0;
    for (Object step : (List<?>) Objects.requireNonNull(tree)) {
      number++;
      Map<String, Object> filled = Json.object(filled(step, saved));
      step(name + " step " + number + ": " + filled.get("do"), filled, server, saved);
    }
  }

  private static void step(
      String title, Map<String, Object> step, Exchange server, Map<String, String> saved) {
    String[] action = String.valueOf(step.get("do")).split(" ", 2);
    Map<String, String> headers = new LinkedHashMap<>();
    Trees.map(step, "headers").forEach((header, value) -> headers.put(header, value.toString()));
    Exchange.Answer answer = server.send(action[0], action[1], headers, body(step.get("body")));
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    String shown = title + "\nanswered " + answer.status() + " " + text;
    assertThat((long) answer.status()).as(shown).isEqualTo(step.getOrDefault("status", 200L));
    Trees.map(step, "header")
        .forEach((header, value) -> matches(header(answer, header), value, header, shown));
    if (step.containsKey("answer")) {
      matches(Json.parse(answer.body()), step.get("answer"), "", shown);
    }
    if (step.containsKey("text")) {
      assertThat(text).as(title).contains(String.valueOf(step.get("text")));
    }
    if (step.containsKey("events")) {
      List<@Nullable Object> events = new ArrayList<>();
      text.lines().forEach(line -> events.add(Json.parse(line.getBytes(StandardCharsets.UTF_8))));
      matches(events, step.get("events"), "", shown);
    }
    Trees.map(step, "save")
        .forEach((variable, path) -> {
          Object value = Trees.at(Json.parseObject(answer.body()), path.toString().split("\\."));
          saved.put(variable, String.valueOf(value));
        });
  }

  private static @Nullable Object header(Exchange.Answer answer, String name) {
    for (Map.Entry<String, List<String>> header : answer.headers().entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        List<String> values = header.getValue();
        return values.size() == 1 ? values.getFirst() : values;
      }
    }
    return null;
  }

  private static byte[] body(@Nullable Object body) {
    return switch (body) {
      case null -> new byte[0];
      case String text -> text.getBytes(StandardCharsets.UTF_8);
      default -> Json.write(body);
    };
  }

  private static @Nullable Object filled(@Nullable Object tree, Map<String, String> saved) {
    return switch (tree) {
      case String text -> {
        Matcher matcher = VARIABLE.matcher(text);
        yield matcher.replaceAll(
            found -> Matcher.quoteReplacement(saved.getOrDefault(found.group(1), "?")));
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), filled(value, saved)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(filled(item, saved)));
        yield copy;
      }
      case null -> null;
      default -> tree;
    };
  }

  private static void matches(
      @Nullable Object actual, @Nullable Object expected, String path, String shown) {
    String at = path + "\n" + shown;
    switch (expected) {
      case String text when text.equals("<absent>") -> assertThat(actual).as(at).isNull();
      case String text when text.equals("<any>") -> assertThat(actual).as(at).isNotNull();
      case String text when text.startsWith("~") ->
          assertThat(String.valueOf(actual)).as(at).containsPattern(text.substring(1));
      case Map<?, ?> map -> {
        assertThat(actual).as(at).isInstanceOf(Map.class);
        Map<String, Object> fields = Json.object(actual);
        map.forEach((key, value) ->
            matches(fields.get(String.valueOf(key)), value, path + "." + key, shown));
      }
      case List<?> list -> {
        assertThat(actual).as(at).isInstanceOf(List.class);
        List<?> items = (List<?>) Objects.requireNonNull(actual);
        assertThat(items).as(at).hasSameSizeAs(list);
        for (int i = 0; i < list.size(); i++) {
          matches(items.get(i), list.get(i), path + "[" + i + "]", shown);
        }
      }
      case null -> assertThat(actual).as(at).isNull();
      default -> assertThat(actual).as(at).isEqualTo(expected);
    }
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One request per field of a format: the plainest one, and laid over it what the field needs. They
/// stand in `fields.json` of the format's folder.
///
/// @param format name of the format
/// @param fields by the field's name, which may say after `: ` which value or kind is meant
record Probes(String format, Map<String, Probe> fields) {
  private static final Path ROOT = Path.of("src", "test", "resources", "dialects");

  /// @param written what was laid over the plainest request
  /// @param without the same but for the field itself
  record Probe(String field, Json.Obj written, ChatRequest request, ChatRequest without) {
    /// The field without what is said of its value.
    String path() {
      return field.split("[:,]", 2)[0];
    }
  }

  /// The probes of every format that has some.
  static List<Probes> all() throws IOException {
    List<Probes> all = new ArrayList<>();
    for (String format : Dialects.byName().keySet()) {
      Path file = ROOT.resolve(format).resolve("fields.json");
      if (Files.exists(file)) {
        all.add(read(format, (Json.Obj) Json.parse(Files.readAllBytes(file))));
      }
    }
    return all;
  }

  private static Probes read(String format, Json.Obj file) {
    Dialect dialect = Objects.requireNonNull(Dialects.byName().get(format));
    String path = ((Json.Str) file.field("path").orElseThrow()).value();
    Json.Obj base = (Json.Obj) file.field("base").orElseThrow();
    Map<String, Probe> fields = new LinkedHashMap<>();
    ((Json.Obj) file.field("fields").orElseThrow())
        .fields()
        .forEach((field, written) -> {
          Json.Obj laid = (Json.Obj) written;
          ChatRequest request = dialect.readRequest(path, over(base, laid, "").utf8());
          ChatRequest without =
              dialect.readRequest(path, over(base, laid, field.split("[:,]", 2)[0]).utf8());
          boolean ofATool = field.startsWith("tools[]");
          Probe tools = fields.get("tools");
          fields.put(
              field,
              new Probe(
                  field, laid, request, ofATool && tools != null ? tools.request() : without));
        });
    return new Probes(format, fields);
  }

  /// @param but the path of a field that is left out, or nothing
  private static Json.Obj over(Json.Obj base, Json.Obj laid, String but) {
    String[] steps = but.split("[.\\[]", 2);
    Json.Obj body = base;
    for (Map.Entry<String, Json> entry : laid.fields().entrySet()) {
      if (!entry.getKey().equals(steps[0])) {
        body = body.with(entry.getKey(), entry.getValue());
      } else if (entry.getValue() instanceof Json.Obj(var inner)
          && inner.size() > 1
          && steps.length > 1) {
        Map<String, Json> rest = new LinkedHashMap<>(inner);
        rest.remove(steps[1]);
        body = body.with(entry.getKey(), new Json.Obj(rest));
      }
    }
    return body;
  }

  Dialect dialect() {
    return Objects.requireNonNull(Dialects.byName().get(format));
  }

  @Override
  public String toString() {
    return format;
  }
}

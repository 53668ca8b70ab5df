package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// No field of a request may be forgotten. The schemas come from the types of the official SDKs.
class DispositionTest {
  private static final Path SCHEMAS = Path.of("src", "test", "resources", "schemas");

  @ParameterizedTest
  @CsvSource({
    "openai, openai, ChatRequest",
    "openai-responses, openai, ResponsesRequest",
    "anthropic, anthropic-first, ChatRequest",
    "anthropic-2026-10-21, anthropic, ChatRequest",
  })
  void everyFieldOfARequestHasOne(String dialect, String schema, String root) throws IOException {
    Json.Obj definitions =
        object(
            (Json.Obj) Json.parse(Files.readAllBytes(SCHEMAS.resolve(schema + ".json"))),
            "definitions");
    Set<String> fields = fields(definitions, root);
    assertThat(fields).hasSizeGreaterThan(5);
    assertThat(Disposition.table(name(dialect)).keySet()).containsAll(fields);
  }

  /// Of an object, or of all the members of a union.
  private static Set<String> fields(Json.Obj definitions, String name) {
    return fieldsOf(definitions, object(definitions, name));
  }

  private static Set<String> fieldsOf(Json.Obj definitions, Json.Obj schema) {
    if (schema.fields().get("$ref") instanceof Json.Str(var ref)) {
      return fields(definitions, ref.substring("#/definitions/".length()));
    }
    if (schema.fields().get("anyOf") instanceof Json.Arr(var members)) {
      return members.stream()
          .flatMap(member -> fieldsOf(definitions, (Json.Obj) member).stream())
          .collect(Collectors.toSet());
    }
    return object(schema, "properties").fields().keySet();
  }

  private static Json.Obj object(Json.Obj parent, String name) {
    return (Json.Obj) parent.field(name).orElseThrow(() -> new AssertionError("no " + name));
  }

  static Set<String> dialects() {
    return Dialects.byName().keySet();
  }

  /// A value of a wrong type proves that a field is read: it is refused. What is not read is kept.
  @ParameterizedTest
  @MethodSource("dialects")
  void theTablesSayWhatTheReadersDo(String dialect) {
    Map<String, Disposition> table = Disposition.table(name(dialect));
    Set<String> kept =
        table.keySet().stream().filter(field -> keeps(dialect, field)).collect(Collectors.toSet());
    Set<String> unmapped = Disposition.fields(name(dialect));
    assertThat(table).isNotEmpty();
    assertThat(kept).isEqualTo(unmapped);
  }

  private static boolean keeps(String dialect, String field) {
    Json.Obj body = plainest(dialect).with(field, Json.parse("[[0]]"));
    try {
      return dialect(dialect)
          .readRequest(path(dialect), body.utf8())
          .extras()
          .fields()
          .containsKey(field);
    } catch (ModelFailureException _) {
      return false;
    }
  }

  private static Json.Obj plainest(String dialect) {
    String body =
        switch (dialect) {
          case "gemini" -> "{'contents':[{'parts':[{'text':'x'}]}]}";
          case "bedrock" -> "{'messages':[{'role':'user','content':[{'text':'x'}]}]}";
          case "kserve" -> "{'text_input':'x'}";
          default -> "{'model':'m','input':'x','messages':[{'role':'user','content':'x'}]}";
        };
    return (Json.Obj) Json.parse(body.replace('\'', '"'));
  }

  private static String path(String dialect) {
    return switch (dialect) {
      case "gemini" -> "/models/m:generateContent";
      case "kserve" -> "/v2/models/m/generate";
      case "bedrock" -> "/model/m/converse";
      default -> "";
    };
  }

  private static String name(String dialect) {
    return dialect(dialect).name();
  }

  private static Dialect dialect(String name) {
    return Objects.requireNonNull(Dialects.byName().get(name), name);
  }
}

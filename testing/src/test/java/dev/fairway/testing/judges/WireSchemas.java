package dev.fairway.testing.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The types of one official SDK as a judge of JSON; `inference/src/test/resources/schemas` says
/// where they come from. For any number of threads.
final class WireSchemas {
  private static final Path FOLDER =
      Path.of("..", "inference", "src", "test", "resources", "schemas");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEFINITIONS = "#/definitions/";
  private static final int SHOWN = 5;

  static final WireSchemas OPENAI = new WireSchemas("openai", WireSchemas::fitOpenAi);
  static final WireSchemas ANTHROPIC = new WireSchemas("anthropic", WireSchemas::removeLifetimes);
  static final WireSchemas ANTHROPIC_FIRST =
      new WireSchemas("anthropic-first", WireSchemas::removeLifetimes);

  private final ObjectNode definitions;
  private final Consumer<ObjectNode> removeExtensions;
  private final Map<String, Schema> roots = new ConcurrentHashMap<>();

  /// @param removeExtensions takes what we add to the format on purpose out of any object
  private WireSchemas(String name, Consumer<ObjectNode> removeExtensions) {
    try {
      this.definitions = (ObjectNode) JSON.readTree(FOLDER.resolve(name + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.removeExtensions = removeExtensions;
  }

  /// @param root one of the types exported in `testing/judges/schemas/*.ts`, such as `ChatRequest`
  /// @throws AssertionError when the JSON is not of that type; says where and why
  void check(String root, String json) {
    List<Error> errors = errors(root, json);
    if (!errors.isEmpty()) {
      throw new AssertionError(
          errors.stream()
              .limit(SHOWN)
              .map(error -> "  " + error.getInstanceLocation() + ": " + error.getMessage())
              .collect(Collectors.joining("\n", "this is no " + root + ":\n", "\nin " + json)));
    }
  }

  boolean accepts(String root, String json) {
    return errors(root, json).isEmpty();
  }

  /// The names of all fields of an object, or of all members of a union.
  Set<String> fields(String root) {
    Set<String> names = new HashSet<>();
    addFields(definition(root), names);
    return names;
  }

  private void addFields(JsonNode schema, Set<String> names) {
    if (schema.has("$ref")) {
      addFields(definition(schema.get("$ref").asText().substring(DEFINITIONS.length())), names);
    }
    schema.path("anyOf").forEach(member -> addFields(member, names));
    schema.path("properties").fieldNames().forEachRemaining(names::add);
  }

  /// All types, their references turned to another place.
  ObjectNode definitions(String pointer) {
    try {
      String text = definitions.get("definitions").toString();
      return (ObjectNode) JSON.readTree(text.replace(DEFINITIONS, pointer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode definition(String name) {
    return definitions.get("definitions").required(name);
  }

  private List<Error> errors(String root, String json) {
    try {
      JsonNode value = JSON.readTree(json);
      removeExtensions(value);
      return relevant(roots.computeIfAbsent(root, this::schema).validate(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Schema schema(String root) {
    definition(root);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(definitions.deepCopy().put("$ref", DEFINITIONS + root));
  }

  private void removeExtensions(JsonNode value) {
    if (value instanceof ObjectNode object) {
      removeExtensions.accept(object);
    }
    value.forEach(this::removeExtensions);
  }

  /// What servers that show reasoning add to OpenAI's format, and what carries its signatures. Of a
  /// response the types say a little less than the API: whether it is stored, and that its usage
  /// may be null. The text of a response is not on the wire: the SDK adds it.
  private static void fitOpenAi(ObjectNode object) {
    object.remove(List.of("reasoning_content", "thinking_blocks"));
    if (object.path("object").asText().equals("response")) {
      object.put("output_text", "").remove("store");
      if (object.path("usage").isNull()) {
        object.remove("usage");
      }
    }
  }

  /// How long caches live, which Anthropic tells at the beginning of a stream only.
  private static void removeLifetimes(ObjectNode object) {
    if (object.path("type").asText().equals("message_delta")
        && object.get("usage") instanceof ObjectNode usage) {
      usage.remove("cache_creation");
    }
  }

  /// Of a union, only the members whose constants fit: the others were not meant.
  private static List<Error> relevant(List<Error> errors) {
    Set<String> notMeant =
        errors.stream()
            .filter(error -> "const".equals(error.getKeyword()))
            .map(error -> member(error.getEvaluationPath().toString()))
            .collect(Collectors.toSet());
    List<Error> meant =
        errors.stream()
            .filter(error ->
                notMeant.stream()
                    .noneMatch(member -> error.getEvaluationPath().toString().startsWith(member)))
            .toList();
    return meant.isEmpty() ? errors : meant;
  }

  /// The innermost member of a union that an evaluation path goes through.
  private static String member(String path) {
    int union = path.lastIndexOf("/anyOf/");
    int end = path.indexOf('/', union + "/anyOf/".length());
    return union < 0 ? path : path.substring(0, end + 1);
  }
}

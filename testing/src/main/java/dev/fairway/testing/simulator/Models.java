package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The list of models, as each provider gives it.
final class Models {
  private final List<String> names;
  private final Instant created;

  Models(SimulatorSettings settings) {
    this.names =
        settings.models().isEmpty()
            ? List.of("sim-1", "sim-embed")
            : settings.models().stream().sorted().toList();
    this.created = settings.clock().instant();
  }

  /// Two providers share the path; Anthropic's clients name a version.
  Json ofV1(Received request) {
    return request.header("anthropic-version").isPresent() ? anthropic() : openAi();
  }

  Json openAi() {
    return object(
        "object",
        "list",
        "data",
        each(name ->
            object(
                "id",
                name,
                "object",
                "model",
                "created",
                created.getEpochSecond(),
                "owned_by",
                "simulator")));
  }

  private Json anthropic() {
    return object(
        "data",
        each(name ->
            object(
                "type",
                "model",
                "id",
                name,
                "display_name",
                name,
                "created_at",
                created.toString(),
                "lifecycle",
                "active",
                "deprecated_at",
                null,
                "retires_at",
                null,
                "line",
                null,
                "max_input_tokens",
                null,
                "max_tokens",
                null,
                "capabilities",
                null)),
        "has_more",
        false,
        "first_id",
        names.getFirst(),
        "last_id",
        names.getLast());
  }

  Json gemini() {
    return object(
        "models",
        each(name ->
            object(
                "name",
                "models/" + name,
                "version",
                "001",
                "displayName",
                name,
                "inputTokenLimit",
                1_048_576,
                "outputTokenLimit",
                65_536,
                "supportedGenerationMethods",
                List.of("generateContent", "countTokens", "embedContent"))));
  }

  Json ollama() {
    return object(
        "models",
        each(name ->
            object(
                "name",
                name,
                "model",
                name,
                "modified_at",
                created.toString(),
                "size",
                1_000_000,
                "digest",
                HashVectors.id(name.getBytes(StandardCharsets.UTF_8)),
                "details",
                object(
                    "format", "gguf",
                    "family", "simulator",
                    "families", List.of("simulator"),
                    "parameter_size", "1B",
                    "quantization_level", "Q4_0"))));
  }

  private List<Json> each(Function<String, Json> form) {
    return names.stream().map(form).toList();
  }
}

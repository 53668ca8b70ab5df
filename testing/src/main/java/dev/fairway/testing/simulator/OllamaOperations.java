package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Ollama's own paths, `/api/...`.
final class OllamaOperations {
  private final Chat chat;
  private final Models models;
  private final Function<String, float[]> embedding;

  OllamaOperations(SimulatorSettings settings, Models models) {
    this.chat = new Chat(new OllamaWire(), settings);
    this.models = models;
    this.embedding = settings.embedding();
  }

  /// @param call method and path below `/api`
  Optional<Operation> find(String call) {
    return Optional.ofNullable(
        switch (call) {
          case "POST chat" -> chat;
          case "POST embed" -> new Embed(embedding);
          case "GET tags" -> new Listing(Vendor.OLLAMA, _ -> models.ollama());
          case "GET version" ->
              new Listing(Vendor.OLLAMA, _ -> object("version", "0.0.0-simulator"));
          default -> null;
        });
  }

  private record Embed(Function<String, float[]> embedding) implements Operation {
    @Override
    public Vendor vendor() {
      return Vendor.OLLAMA;
    }

    @Override
    public Understood understand(Received request) {
      Json.Obj body = Trees.body(request.body());
      String model = Trees.text(body, "model");
      if (model.isEmpty()) {
        throw new Wrong(400, "model is required");
      }
      List<String> texts = Trees.texts(body, "input");
      int dimensions = Trees.number(body, "dimensions");
      int tokens = texts.stream().mapToInt(Answer::tokens).sum();
      return Understood.plain(
          model,
          String.join("\n", texts),
          reply ->
              Body.json(
                  object(
                      "model",
                      model,
                      "embeddings",
                      texts.stream()
                          .map(text ->
                              Embeddings.numbers(
                                  HashVectors.shortened(embedding.apply(text), dimensions)))
                          .toList(),
                      "total_duration",
                      2_000_000,
                      "load_duration",
                      1_000_000,
                      "prompt_eval_count",
                      reply.counts() ? tokens : 0)));
    }
  }
}

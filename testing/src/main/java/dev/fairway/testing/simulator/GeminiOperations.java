package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Gemini's paths, `/v1beta/models/NAME:METHOD`.
final class GeminiOperations {
  private GeminiOperations() {}

  static Optional<Operation> find(
      String verb, List<String> path, Chat chat, SimulatorSettings settings, Models models) {
    if (path.size() < 2 || !path.get(1).equals("models")) {
      return Optional.empty();
    }
    if (verb.equals("GET") && path.size() == 2) {
      return Optional.of(new Listing(Vendor.GEMINI, _ -> models.gemini()));
    }
    if (!verb.equals("POST") || path.size() != 3) {
      return Optional.empty();
    }
    Function<String, float[]> embedding = settings.embedding();
    String last = path.get(2);
    return Optional.ofNullable(
        switch (last.substring(last.indexOf(':') + 1)) {
          case "generateContent", "streamGenerateContent" -> chat;
          case "countTokens" -> new Listing(Vendor.GEMINI, GeminiOperations::countTokens);
          case "embedContent" -> new Embed(false, embedding);
          case "batchEmbedContents" -> new Embed(true, embedding);
          default -> null;
        });
  }

  private static Json countTokens(Received request) {
    Json.Obj body = Trees.body(request.body());
    Json.Obj whole = Trees.child(body, "generateContentRequest");
    int tokens =
        GeminiWire.read(whole.fields().isEmpty() ? body : whole, GeminiWire.model(request), false)
            .inputTokens();
    return object(
        "totalTokens",
        tokens,
        "promptTokensDetails",
        List.of(object("modality", "TEXT", "tokenCount", tokens)));
  }

  private record Embed(boolean batch, Function<String, float[]> embedding) implements Operation {
    @Override
    public Vendor vendor() {
      return Vendor.GEMINI;
    }

    @Override
    public Understood understand(Received request) {
      Json.Obj body = Trees.body(request.body());
      List<Json.Obj> requests = batch ? Trees.children(body, "requests") : List.of(body);
      if (requests.isEmpty()) {
        throw new Wrong(400, "* BatchEmbedContentsRequest.requests: must not be empty");
      }
      List<String> texts = requests.stream().map(Embed::text).toList();
      List<Json.Obj> vectors = requests.stream().map(this::vector).toList();
      return Understood.plain(
          GeminiWire.model(request),
          String.join("\n", texts),
          _ ->
              Body.json(
                  batch ? object("embeddings", vectors) : object("embedding", vectors.getFirst())));
    }

    private static String text(Json.Obj one) {
      return GeminiWire.text(Trees.child(one, "content"));
    }

    private Json.Obj vector(Json.Obj one) {
      int dimensions = Trees.number(one, "outputDimensionality");
      float[] vector = HashVectors.shortened(embedding.apply(text(one)), dimensions);
      return object("values", Embeddings.numbers(vector));
    }
  }
}

package dev.fairway.testing.simulator;

import java.util.List;
import java.util.Optional;

/// Which call a path is, as the providers publish them.
final class Routes {
  private final SimulatorSettings settings;
  private final Models models;
  private final Chat openAi;
  private final Chat anthropic;
  private final Chat gemini;
  private final Chat bedrock;

  Routes(SimulatorSettings settings) {
    this.settings = settings;
    this.models = new Models(settings);
    this.openAi = new Chat(new OpenAiWire(), settings);
    this.anthropic = new Chat(new AnthropicWire(), settings);
    this.gemini = new Chat(new GeminiWire(), settings);
    this.bedrock = new Chat(new BedrockWire(), settings);
  }

  /// A path that nobody serves is a call that is always refused.
  Operation find(Received request) {
    List<String> path = request.segments();
    String call = request.method() + " " + request.route();
    return find(call, path)
        .orElseGet(() ->
            new Listing(
                Vendor.of(request.route()),
                _ -> {
                  throw new Wrong(404, "Unknown request URL: " + request.route());
                }));
  }

  private Optional<Operation> find(String call, List<String> path) {
    return switch (path.getFirst()) {
      case "v1" -> v1(call);
      case "v1beta" -> GeminiOperations.find(call.split(" ")[0], path, gemini, settings, models);
      case "model" -> bedrock(call, path);
      default -> Optional.empty();
    };
  }

  private Optional<Operation> bedrock(String call, List<String> path) {
    if (!call.startsWith("POST ") || path.size() != 3) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (path.get(2)) {
          case "converse", "converse-stream" -> bedrock;
          case "count-tokens" -> new Listing(Vendor.BEDROCK, BedrockWire::countTokens);
          default -> null;
        });
  }

  private Optional<Operation> v1(String call) {
    return Optional.ofNullable(
        switch (call) {
          case "POST /v1/chat/completions" -> openAi;
          case "POST /v1/messages" -> anthropic;
          case "POST /v1/messages/count_tokens" ->
              new Listing(Vendor.ANTHROPIC, AnthropicWire::countTokens);
          case "POST /v1/embeddings" -> new Embeddings(Vendor.OPENAI, settings.embedding());
          case "GET /v1/models" -> new Listing(Vendor.OPENAI, models::ofV1);
          default -> null;
        });
  }
}

package dev.fairway.testing.simulator;

import java.util.List;
import java.util.Optional;

/// Which call a path is, as the providers publish them.
final class Routes {
  private final SimulatorSettings settings;
  private final Models models;
  private final OpenAiOperations openAi;
  private final OpenAiOperations azure;
  private final Chat anthropic;
  private final Chat gemini;
  private final Chat bedrock;
  private final Chat cohere;
  private final Chat mistral;
  private final OllamaOperations ollama;
  private final KServeOperations kserve;

  Routes(SimulatorSettings settings) {
    this.settings = settings;
    this.models = new Models(settings);
    this.openAi = new OpenAiOperations(Vendor.OPENAI, new OpenAiWire(), settings, models);
    this.azure = new OpenAiOperations(Vendor.AZURE_OPENAI, new AzureWire(), settings, models);
    this.anthropic = new Chat(new AnthropicWire(), settings);
    this.gemini = new Chat(new GeminiWire(), settings);
    this.bedrock = new Chat(new BedrockWire(), settings);
    this.cohere = new Chat(new CohereWire(), settings);
    this.mistral = new Chat(new MistralWire(), settings);
    this.ollama = new OllamaOperations(settings, models);
    this.kserve = new KServeOperations(settings);
  }

  /// A path that nobody serves is a call that is always refused.
  Operation find(Received request) {
    return find(request.method(), request.segments())
        .orElseGet(() ->
            new Listing(
                Vendor.of(request.route()),
                _ -> {
                  throw new Wrong(404, "Unknown request URL: " + request.route());
                }));
  }

  private Optional<Operation> find(String method, List<String> path) {
    return switch (path.getFirst()) {
      case "v1" -> v1(call(method, path, 1));
      case "openai" -> azure(method, path);
      case "v1beta" -> GeminiOperations.find(method, path, gemini, settings, models);
      case "model" -> bedrock(method, path);
      case "mistral" -> mistral(call(method, path, 2));
      case "api" -> ollama.find(call(method, path, 1));
      case "v2" -> cohere(call(method, path, 1)).or(() -> kserve.find(method, path));
      default -> Optional.empty();
    };
  }

  /// Method and the rest of the path.
  private static String call(String method, List<String> path, int from) {
    return method + " " + String.join("/", path.subList(Math.min(from, path.size()), path.size()));
  }

  private Optional<Operation> v1(String call) {
    return switch (call) {
      case "POST messages" -> Optional.of(anthropic);
      case "POST messages/count_tokens" ->
          Optional.of(new Listing(Vendor.ANTHROPIC, AnthropicWire::countTokens));
      case "POST rerank" -> Optional.of(new CohereOperations.Rerank());
      default -> openAi.find(call);
    };
  }

  private Optional<Operation> azure(String method, List<String> path) {
    if (path.size() > 3 && path.get(1).equals("deployments")) {
      return azure
          .find(call(method, path, 3))
          .map(operation -> new Deployment(path.get(2), operation));
    }
    return path.size() > 2 && path.get(1).equals("v1")
        ? azure.find(call(method, path, 2))
        : Optional.empty();
  }

  private Optional<Operation> bedrock(String method, List<String> path) {
    if (!method.equals("POST") || path.size() != 3) {
      return Optional.empty();
    }
    return switch (path.get(2)) {
      case "converse", "converse-stream" -> Optional.of(bedrock);
      case "count-tokens" -> Optional.of(new Listing(Vendor.BEDROCK, BedrockWire::countTokens));
      default -> Optional.empty();
    };
  }

  private Optional<Operation> mistral(String call) {
    return switch (call) {
      case "POST chat/completions" -> Optional.of(mistral);
      case "POST embeddings" ->
          Optional.of(new Embeddings(Vendor.MISTRAL, Embeddings.MISTRAL, settings.embedding()));
      case "GET models" -> Optional.of(new Listing(Vendor.MISTRAL, _ -> models.openAi()));
      default -> Optional.empty();
    };
  }

  private Optional<Operation> cohere(String call) {
    return switch (call) {
      case "POST chat" -> Optional.of(cohere);
      case "POST embed" -> Optional.of(new CohereOperations.Embed(settings.embedding()));
      case "POST rerank" -> Optional.of(new CohereOperations.Rerank());
      default -> Optional.empty();
    };
  }
}

package dev.fairway.testing.simulator;

/// Whose API the simulator speaks. Calls are told apart by their path, as at the real providers;
/// only Mistral's paths are OpenAI's too, and therefore have a prefix.
public enum Vendor {
  OPENAI("OpenAI", "/v1", "authorization: Bearer KEY"),
  AZURE_OPENAI("Azure OpenAI", "/openai/v1", "api-key: KEY"),
  ANTHROPIC("Anthropic", "", "x-api-key: KEY"),
  GEMINI("Gemini", "/v1beta", "x-goog-api-key: KEY"),
  BEDROCK("Bedrock", "", "AWS signature, or authorization: Bearer KEY"),
  COHERE("Cohere", "/v2", "authorization: Bearer KEY"),
  MISTRAL("Mistral", "/mistral/v1", "authorization: Bearer KEY"),
  OLLAMA("Ollama", "", "none"),
  KSERVE("KServe V2", "", "none");

  private final String title;
  private final String path;
  private final String credential;

  Vendor(String title, String path, String credential) {
    this.title = title;
    this.path = path;
    this.credential = credential;
  }

  public String title() {
    return title;
  }

  /// What follows host and port in the base URL that this vendor's clients take. Azure's older
  /// paths `/openai/deployments/...` are served beside it.
  public String path() {
    return path;
  }

  /// How a call shows who it is, in words.
  public String credential() {
    return credential;
  }

  /// Whose path this is.
  static Vendor of(String path) {
    return switch (path.split("/", 3)[1]) {
      case "openai" -> AZURE_OPENAI;
      case "v1beta" -> GEMINI;
      case "model" -> BEDROCK;
      case "mistral" -> MISTRAL;
      case "api" -> OLLAMA;
      case "v2" -> path.matches("/v2/(chat|embed|rerank)") ? COHERE : KSERVE;
      default -> path.startsWith("/v1/messages") ? ANTHROPIC : OPENAI;
    };
  }
}

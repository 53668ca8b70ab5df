package dev.fairway.testing.simulator;

import java.util.Optional;

/// Whether a call shows a credential that the simulator takes.
record Credentials(SimulatorSettings settings) {
  private static final String BEARER = "Bearer ";

  /// @throws Wrong when the call is not allowed
  void check(Vendor vendor, Received request) {
    if (request.query("key").isPresent() || request.query("api_key").isPresent()) {
      throw new Wrong(400, "A key in a URL ends up in logs; send it in a header");
    }
    if (vendor == Vendor.BEDROCK && AwsSignature.isSigned(request)) {
      AwsSignature.verify(request, settings.awsKey());
    } else if (!settings.apiKeys().isEmpty()) {
      String key = key(vendor, request).orElse("");
      if (!settings.apiKeys().contains(key)) {
        throw refusal(vendor, key);
      }
    }
  }

  private static Optional<String> key(Vendor vendor, Received request) {
    Optional<String> bearer =
        request
            .header("authorization")
            .filter(value -> value.startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()));
    return switch (vendor) {
      case ANTHROPIC -> bearer.or(() -> request.header("x-api-key"));
      case AZURE_OPENAI -> request.header("api-key").or(() -> bearer);
      case GEMINI -> request.header("x-goog-api-key");
      case OPENAI ->
          // the list of models is Anthropic's too
          bearer.or(() -> request.header("x-api-key"));
      case BEDROCK, COHERE, MISTRAL, OLLAMA, KSERVE -> bearer;
    };
  }

  /// Some repeat the key, as real providers do, to prove that nobody passes it on.
  private static Wrong refusal(Vendor vendor, String key) {
    return switch (vendor) {
      case GEMINI ->
          new Wrong(400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT");
      case BEDROCK ->
          key.isEmpty()
              ? new Wrong(
                  403, "Missing Authentication Token", "MissingAuthenticationTokenException")
              : new Wrong(403, "Authentication failed: Please make sure your API Key is valid.");
      case AZURE_OPENAI ->
          new Wrong(
              401,
              "Access denied due to invalid subscription key or wrong API endpoint. Make sure to"
                  + " provide a valid key for an active subscription.");
      case COHERE -> new Wrong(401, "invalid api token");
      default -> new Wrong(401, "Incorrect API key provided: " + key);
    };
  }
}

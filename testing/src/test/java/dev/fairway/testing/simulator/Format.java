package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;

/// Every format of a chat that the simulator speaks, with the call that asks for a stream.
enum Format {
  OPENAI("/v1/chat/completions"),
  RESPONSES("/v1/responses"),
  COMPLETIONS("/v1/completions"),
  AZURE("/openai/deployments/m/chat/completions?api-version=1"),
  ANTHROPIC("/v1/messages"),
  GEMINI("/v1beta/models/m:streamGenerateContent?alt=sse"),
  GEMINI_ARRAY("/v1beta/models/m:streamGenerateContent"),
  BEDROCK("/model/m/converse-stream"),
  COHERE("/v2/chat"),
  MISTRAL("/mistral/v1/chat/completions"),
  OLLAMA("/api/chat"),
  KSERVE("/v2/models/m/generate_stream");

  private final String path;

  Format(String path) {
    this.path = path;
  }

  String path(boolean stream) {
    return stream
        ? path
        : path.replace("streamGenerateContent?alt=sse", "generateContent")
            .replace("streamGenerateContent", "generateContent")
            .replace("-stream", "")
            .replace("_stream", "");
  }

  String body(String text, boolean stream) {
    String quoted = new Json.Str(text).text();
    return switch (this) {
      case GEMINI, GEMINI_ARRAY ->
          "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":" + quoted + "}]}]}";
      case BEDROCK ->
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":" + quoted + "}]}]}";
      case KSERVE -> "{\"text_input\":" + quoted + "}";
      case RESPONSES -> "{\"model\":\"m\",\"input\":" + quoted + ",\"stream\":" + stream + "}";
      case COMPLETIONS -> "{\"model\":\"m\",\"prompt\":" + quoted + ",\"stream\":" + stream + "}";
      case OPENAI, AZURE, COHERE, MISTRAL, OLLAMA -> chat(quoted, "", stream);
      case ANTHROPIC -> chat(quoted, "\"max_tokens\":99,", stream);
    };
  }

  private static String chat(String quoted, String more, boolean stream) {
    return "{\"model\":\"m\","
        + more
        + "\"messages\":[{\"role\":\"user\",\"content\":"
        + quoted
        + "}],\"stream\":"
        + stream
        + "}";
  }
}

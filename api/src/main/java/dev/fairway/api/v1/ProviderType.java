package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// The protocol a provider speaks.
@Description("The protocol a provider speaks.")
public enum ProviderType {
  @JsonProperty("anthropic")
  ANTHROPIC,
  @JsonProperty("openai")
  OPENAI,
  @JsonProperty("azure-openai")
  AZURE_OPENAI,
  @JsonProperty("gemini")
  GEMINI,
  @JsonProperty("bedrock")
  BEDROCK,
  @JsonProperty("cohere")
  COHERE,
  @JsonProperty("mistral")
  MISTRAL,
  @JsonProperty("ollama")
  OLLAMA,
  @JsonProperty("openai-compatible")
  OPENAI_COMPATIBLE,
  @JsonProperty("kserve")
  KSERVE,
  @JsonProperty("onnx")
  ONNX
}

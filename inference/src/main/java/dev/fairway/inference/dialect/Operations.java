package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.ImageRequest;
import dev.fairway.inference.chat.ImageResponse;
import dev.fairway.inference.chat.RerankRequest;
import dev.fairway.inference.chat.RerankResponse;
import dev.fairway.inference.chat.SpeechRequest;
import dev.fairway.inference.chat.SpeechResponse;
import dev.fairway.inference.chat.TokenCount;
import dev.fairway.inference.chat.TranscriptionRequest;
import dev.fairway.inference.chat.TranscriptionResponse;
import java.util.Map;
import java.util.function.BinaryOperator;

/// The kinds of calls besides chat, by the name of the dialect that has them.
public final class Operations {
  private static final Map<String, Operation<EmbeddingRequest, EmbeddingResponse>> EMBEDDINGS =
      Map.of(
          "openai", openAiEmbeddings(Operations::openAi),
          "openai-compatible", openAiEmbeddings(Operations::openAi),
          "azure-openai", openAiEmbeddings(Operations::azure),
          "mistral",
              new OpenAiEmbeddings("mistral", _ -> "/v1/embeddings", "output_dimension", false),
          "cohere", new CohereEmbeddings(),
          "gemini", new GeminiEmbeddings(),
          "ollama", new OllamaEmbeddings(),
          "kserve", new KServeEmbeddings());

  private static final Map<String, Operation<RerankRequest, RerankResponse>> RERANKS =
      Map.of("cohere", Rerank.COHERE, "openai-compatible", Rerank.JINA, "voyage", Rerank.VOYAGE);

  private static final Map<String, Operation<ImageRequest, ImageResponse>> IMAGES =
      Map.of(
          "openai", new OpenAiImages(Operations::openAi),
          "openai-compatible", new OpenAiImages(Operations::openAi),
          "azure-openai", new OpenAiImages(Operations::azure));

  private static final Map<String, Operation<SpeechRequest, SpeechResponse>> SPEECH =
      Map.of(
          "openai", new OpenAiSpeech(Operations::openAi),
          "openai-compatible", new OpenAiSpeech(Operations::openAi),
          "azure-openai", new OpenAiSpeech(Operations::azure));

  private static final Map<String, Operation<TranscriptionRequest, TranscriptionResponse>>
      TRANSCRIPTIONS =
          Map.of(
              "openai", new OpenAiTranscriptions(Operations::openAi),
              "openai-compatible", new OpenAiTranscriptions(Operations::openAi),
              "azure-openai", new OpenAiTranscriptions(Operations::azure));

  private static final Map<String, Operation<ChatRequest, TokenCount>> TOKEN_COUNTS =
      Map.of(
          "anthropic", tokenCount(AnthropicDialect.FIRST_VERSION),
          "anthropic-2026-10-21", tokenCount(AnthropicDialect.NEWEST_VERSION),
          "gemini", new GeminiTokenCount(GeminiDialect.standard()));

  private Operations() {}

  private static String openAi(String model, String operation) {
    return "/" + operation;
  }

  private static String azure(String model, String operation) {
    return AzurePath.of(null, model, operation);
  }

  private static OpenAiEmbeddings openAiEmbeddings(BinaryOperator<String> path) {
    return new OpenAiEmbeddings(
        OpenAiDialect.NAME, model -> path.apply(model, "embeddings"), "dimensions", true);
  }

  private static AnthropicTokenCount tokenCount(String version) {
    return new AnthropicTokenCount(AnthropicDialect.version(version));
  }

  public static Map<String, Operation<EmbeddingRequest, EmbeddingResponse>> embeddings() {
    return EMBEDDINGS;
  }

  public static Map<String, Operation<RerankRequest, RerankResponse>> reranks() {
    return RERANKS;
  }

  public static Map<String, Operation<ImageRequest, ImageResponse>> images() {
    return IMAGES;
  }

  public static Map<String, Operation<SpeechRequest, SpeechResponse>> speech() {
    return SPEECH;
  }

  public static Map<String, Operation<TranscriptionRequest, TranscriptionResponse>>
      transcriptions() {
    return TRANSCRIPTIONS;
  }

  /// Where a dialect has none, [dev.fairway.inference.chat.TokenEstimate] stands in.
  public static Map<String, Operation<ChatRequest, TokenCount>> tokenCounts() {
    return TOKEN_COUNTS;
  }
}

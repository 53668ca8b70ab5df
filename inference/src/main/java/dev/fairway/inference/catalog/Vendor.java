package dev.fairway.inference.catalog;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Somebody who answers model calls.
///
/// @param name short and lower case; also the usual name of a ModelProvider for it
/// @param title its name for people
/// @param kind whether it makes its models, or hosts those of others
/// @param baseUrl where its API is; null when that depends on the customer
/// @param dialect wire format: openai, openai-compatible, anthropic, gemini, bedrock, azure-openai,
///   cohere, mistral, ollama or kserve; onnx for models of this process
/// @param auth how the key is sent
/// @param keyVariable the environment variable in which people usually keep the key
/// @param ignores fields of its wire format that it takes and does not heed
/// @param rejects fields of its wire format that it answers with an error
/// @param reasoningRejects fields that only its reasoning models answer with an error
/// @param contextTooLong what its error message looks like when a prompt is too long
public record Vendor(
    String name,
    String title,
    Kind kind,
    @Nullable String baseUrl,
    String dialect,
    Auth auth,
    @Nullable String keyVariable,
    Set<String> ignores,
    Set<String> rejects,
    Set<String> reasoningRejects,
    List<Pattern> contextTooLong) {
  public Vendor {
    ignores = Set.copyOf(ignores);
    rejects = Set.copyOf(rejects);
    reasoningRejects = Set.copyOf(reasoningRejects);
    contextTooLong = List.copyOf(contextTooLong);
  }

  /// Whether an error message of the vendor says that the prompt was too long.
  public boolean saysTooLong(String message) {
    return contextTooLong.stream().anyMatch(pattern -> pattern.matcher(message).find());
  }

  public enum Kind {
    /// Sells models of its own.
    MAKER,
    /// Sells models of others.
    HOST,
    /// A program that people run themselves.
    SERVER,
    /// This process.
    BUILT_IN
  }

  /// How a key is sent.
  public enum Auth {
    /// `Authorization: Bearer`.
    BEARER,
    /// `x-api-key`.
    X_API_KEY,
    /// `api-key`.
    API_KEY,
    /// `x-goog-api-key`.
    X_GOOG_API_KEY,
    /// AWS Signature Version 4.
    SIGV4,
    NONE
  }
}

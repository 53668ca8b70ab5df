package dev.fairway.inference.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts to embed, or texts that are split into tokens already.
///
/// @param input texts; none when there are tokens
/// @param tokens each text as the numbers of its tokens; none when there are texts
/// @param dimensions length of the vectors; null is the model's own
/// @param purpose what the vectors are for, with models that make a difference
/// @param encoding how the vectors shall be written; null is the format's default
/// @param user an opaque name of the end user, for the provider's abuse checks
/// @param extras as in [ChatRequest]
public record EmbeddingRequest(
    String model,
    List<String> input,
    List<List<Integer>> tokens,
    @Nullable Integer dimensions,
    @Nullable Purpose purpose,
    @Nullable Encoding encoding,
    @Nullable String user,
    Extras extras) {
  public EmbeddingRequest {
    input = List.copyOf(input);
    tokens = tokens.stream().map(List::copyOf).toList();
    if (!input.isEmpty() && !tokens.isEmpty()) {
      throw new IllegalArgumentException("either texts or tokens are embedded, not both");
    }
  }

  /// Texts with everything else at its default.
  public EmbeddingRequest(String model, List<String> input, @Nullable Integer dimensions) {
    this(model, input, List.of(), dimensions, null, null, null, Extras.NONE);
  }

  public EmbeddingRequest withModel(String changed) {
    return new EmbeddingRequest(
        changed, input, tokens, dimensions, purpose, encoding, user, extras);
  }

  /// What vectors are for.
  public enum Purpose {
    /// To be found.
    DOCUMENT,
    /// To find documents by.
    QUERY,
    CLASSIFICATION,
    CLUSTERING
  }

  /// How numbers are written.
  public enum Encoding {
    /// As numbers.
    FLOAT,
    /// As base64 of little-endian 32-bit floats.
    BASE64
  }
}

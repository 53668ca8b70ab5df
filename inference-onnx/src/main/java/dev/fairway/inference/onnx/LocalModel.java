package dev.fairway.inference.onnx;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A model of this process, as lists show it.
///
/// @param task null when the pack does not say
/// @param fault why its pack cannot be used, as far as that is known without loading it
public record LocalModel(
    String name,
    String version,
    @Nullable Task task,
    String licence,
    String source,
    @Nullable String fault) {

  /// What a model does.
  public enum Task {
    /// Text to a vector: an [dev.fairway.inference.chat.EmbeddingModel].
    EMBED,
    /// Text to a label and a confidence.
    CLASSIFY,
    /// A picture to the text in it.
    READ_TEXT,
    /// A recording to the spans in which somebody speaks.
    DETECT_SPEECH;

    /// As packs write it, such as `read-text`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Part;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// OpenAI's words for the kinds of audio it takes.
final class AudioFormat {
  private AudioFormat() {}

  static @Nullable String mediaTypeOf(String format) {
    return switch (format) {
      case "wav" -> "audio/wav";
      case "mp3" -> "audio/mpeg";
      default -> null;
    };
  }

  /// What Mistral holds in one text: a URL, or bytes of a kind it finds out itself.
  static Part.Source source(String text) {
    Part.Source source = DataUrl.read(text);
    return source instanceof Part.Source.Url && !text.contains(":")
        ? new Part.Source.Base64("audio/mpeg", text)
        : source;
  }

  static @Nullable String ofMediaType(String mediaType) {
    return switch (mediaType.toLowerCase(Locale.ROOT)) {
      case "audio/wav", "audio/wave", "audio/x-wav", "audio/vnd.wave" -> "wav";
      case "audio/mpeg", "audio/mp3" -> "mp3";
      default -> null;
    };
  }
}

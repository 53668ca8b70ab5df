package dev.fairway.inference.chat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Speech to be written down.
///
/// @param language of the speech, ISO 639-1; null lets the model find out
/// @param prompt a text that tells the model about names and style
/// @param format such as `json`, `text` or `srt`; null is the provider's default
/// @param extras as in [ChatRequest]
public record TranscriptionRequest(
    String model,
    Media audio,
    @Nullable String language,
    @Nullable String prompt,
    @Nullable String format,
    @Nullable BigDecimal temperature,
    Extras extras) {}

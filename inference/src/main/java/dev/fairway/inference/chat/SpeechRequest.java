package dev.fairway.inference.chat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A text to be spoken.
///
/// @param voice the name of a voice, or what the provider knows one of its own by
/// @param format such as `mp3`; null is the provider's default
/// @param extras as in [ChatRequest]
public record SpeechRequest(
    String model,
    String text,
    Json voice,
    @Nullable String instructions,
    @Nullable String format,
    @Nullable BigDecimal speed,
    Extras extras) {}

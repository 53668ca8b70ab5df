package dev.fairway.inference.chat;

import java.util.List;

/// What was said.
///
/// @param text the words, or a whole file of subtitles when that was asked for
/// @param details what else the provider tells, such as `segments`; none with plain text
public record TranscriptionResponse(
    String text, Json.Obj details, Usage usage, List<String> dropped)
    implements Answer<TranscriptionResponse> {
  public TranscriptionResponse {
    dropped = List.copyOf(dropped);
  }

  @Override
  public TranscriptionResponse withDropped(List<String> changed) {
    return new TranscriptionResponse(text, details, usage, changed);
  }
}

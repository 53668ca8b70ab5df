package dev.fairway.inference.chat;

import java.util.List;

/// Spoken text.
public record SpeechResponse(Media audio, List<String> dropped) implements Answer<SpeechResponse> {
  public SpeechResponse {
    dropped = List.copyOf(dropped);
  }

  @Override
  public SpeechResponse withDropped(List<String> changed) {
    return new SpeechResponse(audio, changed);
  }
}

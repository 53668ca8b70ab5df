package dev.fairway.inference.chat;

import java.util.List;

/// How many input tokens a request is.
///
/// @param source whether the provider counted or [TokenEstimate] guessed
public record TokenCount(long inputTokens, Usage.Source source, List<String> dropped)
    implements Answer<TokenCount> {
  public TokenCount {
    dropped = List.copyOf(dropped);
  }

  @Override
  public TokenCount withDropped(List<String> changed) {
    return new TokenCount(inputTokens, source, changed);
  }
}

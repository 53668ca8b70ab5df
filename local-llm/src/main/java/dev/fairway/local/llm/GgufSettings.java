package dev.fairway.local.llm;

/// How a model runs.
///
/// @param contextTokens question and answer together; memory grows with it
/// @param threads of one generation
/// @param waiting calls that may wait for the one that runs; what comes on top is refused
public record GgufSettings(int contextTokens, int threads, int waiting) {
  public GgufSettings {
    if (contextTokens < 64 || threads < 1 || waiting < 1) {
      throw new IllegalArgumentException(
          "needs at least 64 context tokens, one thread and one place to wait");
    }
  }

  /// 4,096 tokens, all those threads, four waiting calls.
  public static GgufSettings ofThreads(int threads) {
    return new GgufSettings(4096, threads, 4);
  }
}

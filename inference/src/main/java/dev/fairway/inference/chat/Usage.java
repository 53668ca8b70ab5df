package dev.fairway.inference.chat;

import org.jspecify.annotations.Nullable;

/// Tokens of a call. A counter that nobody reported is null, never 0.
///
/// The input side is split without overlap: [#inputTotal] is the sum. `reasoning` is contained in
/// `out`.
///
/// @param inUncached input that was neither read from nor written to a cache
/// @param inCacheRead input read from the provider's cache
/// @param inCacheWrite5m input written to a cache kept for five minutes, or for the provider's only
///   lifetime
/// @param inCacheWrite1h input written to a cache kept for one hour
/// @param out all output tokens
/// @param reasoning output tokens spent on reasoning
/// @param source who counted
public record Usage(
    @Nullable Long inUncached,
    @Nullable Long inCacheRead,
    @Nullable Long inCacheWrite5m,
    @Nullable Long inCacheWrite1h,
    @Nullable Long out,
    @Nullable Long reasoning,
    Source source) {
  /// Nothing is known.
  public static final Usage UNKNOWN =
      new Usage(null, null, null, null, null, null, Source.REPORTED);

  /// Reported plain counts, nothing cached.
  public static Usage of(long in, long out) {
    return new Usage(in, null, null, null, out, null, Source.REPORTED);
  }

  /// All input tokens, or null when the provider did not report them.
  public @Nullable Long inputTotal() {
    if (inUncached == null) {
      return null;
    }
    return inUncached + zero(inCacheRead) + zero(inCacheWrite5m) + zero(inCacheWrite1h);
  }

  /// Input and output, or null when either is unknown.
  public @Nullable Long total() {
    Long in = inputTotal();
    return in == null || out == null ? null : Long.valueOf(in + out);
  }

  /// These counters with those of a later report in a stream laid over them: what the later one
  /// does not know stays.
  public Usage then(Usage later) {
    return new Usage(
        later.inUncached == null ? inUncached : later.inUncached,
        later.inCacheRead == null ? inCacheRead : later.inCacheRead,
        later.inCacheWrite5m == null ? inCacheWrite5m : later.inCacheWrite5m,
        later.inCacheWrite1h == null ? inCacheWrite1h : later.inCacheWrite1h,
        later.out == null ? out : later.out,
        later.reasoning == null ? reasoning : later.reasoning,
        later.source);
  }

  private static long zero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /// Who counted the tokens.
  public enum Source {
    REPORTED,
    ESTIMATED
  }
}

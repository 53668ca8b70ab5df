package dev.fairway.inference.dialect;

import java.util.Set;

/// What one format of OpenAI's family does its own way. Reading is the same for all of them and
/// takes what any of them may say; these are the differences in what is written.
///
/// @param name whose own fields it takes
/// @param maxTokens what the limit of the answer is called
/// @param seed what the seed is called
/// @param names what it takes as names of tools and ids of calls
record OpenAiShape(
    String name, String maxTokens, String seed, CallNames names, Set<Difference> differences) {
  /// Names by OpenAI's document; that ids end at 40 characters stands nowhere but in its errors.
  private static final CallNames OWN_NAMES =
      new CallNames(new NameLimit(64, "_-"), new NameLimit(40, null), false);

  static final OpenAiShape OPENAI =
      new OpenAiShape("openai", "max_completion_tokens", "seed", OWN_NAMES, Set.of());

  /// What most servers understand: the older name of the limit, and `top_k`. Some models insist on
  /// the form of the ids they made.
  static final OpenAiShape COMPATIBLE =
      new OpenAiShape("openai", "max_tokens", "seed", CallNames.ANY, Set.of(Difference.TOP_K));

  static final OpenAiShape MISTRAL =
      new OpenAiShape(
          "mistral",
          "max_tokens",
          "random_seed",
          new CallNames(new NameLimit(64, "_-"), NameLimit.NONE, false),
          Set.of(
              Difference.NO_USER,
              Difference.USAGE_UNASKED,
              Difference.CONTENT_CHUNKS,
              Difference.PARAMETERS_REQUIRED,
              Difference.EFFORT_NONE_OR_HIGH,
              Difference.SHORT_CALL_IDS,
              Difference.FLAT_ERRORS));

  boolean has(Difference difference) {
    return differences.contains(difference);
  }

  /// The id of a tool call as this format takes it.
  String callId(String id) {
    return has(Difference.SHORT_CALL_IDS) ? ShortCallId.of(id) : id;
  }

  /// How a format may differ from OpenAI's.
  enum Difference {
    /// It has the field `top_k`.
    TOP_K,
    /// It has no field for the end user.
    NO_USER,
    /// It refuses `stream_options` and ends every stream with the usage.
    USAGE_UNASKED,
    /// Reasoning, documents and sounds are chunks of a message's content, in a shape of their own.
    /// Reasoning has no signature and goes back in the history.
    CONTENT_CHUNKS,
    /// A tool has parameters, if only none.
    PARAMETERS_REQUIRED,
    /// Reasoning is `none` or `high`.
    EFFORT_NONE_OR_HIGH,
    /// An id of a tool call has exactly nine letters and digits.
    SHORT_CALL_IDS,
    /// An error's fields stand in the body itself.
    FLAT_ERRORS
  }
}

package dev.fairway.inference.chat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What must be known of one model to ask it properly; the rest of what is known stands in the
/// catalog.
///
/// @param maxOutputTokens most tokens of an answer, null when unknown
/// @param sampling whether temperature, top_p and top_k may differ from their defaults
/// @param thinking how reasoning is asked for
/// @param unsupported what the model or its server ignores or refuses
public record ModelTraits(
    @Nullable Integer maxOutputTokens,
    boolean sampling,
    Thinking thinking,
    Set<Feature> unsupported) {
  /// Nothing is known: everything the format can express is tried.
  public static final ModelTraits UNKNOWN = new ModelTraits(null, true, Thinking.UNKNOWN, Set.of());

  public ModelTraits {
    unsupported = Set.copyOf(unsupported);
  }

  /// How a model's reasoning is asked for, where its format has several ways.
  public enum Thinking {
    UNKNOWN,
    /// It does not reason, or not on request.
    NONE,
    /// By a number of tokens.
    BUDGET,
    /// By a level such as `low`.
    LEVEL
  }

  /// Something that a request may use and a model may lack.
  public enum Feature {
    IMAGES,
    AUDIO,
    DOCUMENTS,
    TOOLS,
    TOOL_CHOICE,
    PARALLEL_TOOL_CALLS,
    JSON,
    JSON_SCHEMA,
    STOP,
    SEED,
    PENALTIES,
    TOP_K,
    /// Schemas in all of JSON Schema, where the format also has a smaller way to say them.
    FULL_SCHEMA
  }
}

package dev.fairway.inference.chat;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the model shall answer. Null means "the provider's default", and is not sent. Values are
/// never clamped or rescaled on the way to a provider.
///
/// @param maxTokens most tokens of the answer
/// @param stop texts that end the answer
/// @param reasoningEffort none, minimal, low, medium, high, xhigh or max
/// @param parallelToolCalls false allows one tool call at a time
/// @param user an opaque name of the end user, for the provider's abuse checks
public record Parameters(
    @Nullable Integer maxTokens,
    @Nullable BigDecimal temperature,
    @Nullable BigDecimal topP,
    @Nullable Integer topK,
    @Nullable Long seed,
    @Nullable BigDecimal frequencyPenalty,
    @Nullable BigDecimal presencePenalty,
    List<String> stop,
    @Nullable String reasoningEffort,
    @Nullable Boolean parallelToolCalls,
    @Nullable String user) {
  /// Everything left to the provider.
  public static final Parameters NONE = new Builder().build();

  public Parameters {
    stop = List.copyOf(stop);
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Collects parameters one by one; null leaves one to the provider. For one thread.
  public static final class Builder {
    private @Nullable Integer maxTokens;
    private @Nullable BigDecimal temperature;
    private @Nullable BigDecimal topP;
    private @Nullable Integer topK;
    private @Nullable Long seed;
    private @Nullable BigDecimal frequencyPenalty;
    private @Nullable BigDecimal presencePenalty;
    private List<String> stop = List.of();
    private @Nullable String reasoningEffort;
    private @Nullable Boolean parallelToolCalls;
    private @Nullable String user;

    private Builder() {}

    public Builder maxTokens(@Nullable Integer value) {
      maxTokens = value;
      return this;
    }

    public Builder temperature(@Nullable BigDecimal value) {
      temperature = value;
      return this;
    }

    public Builder topP(@Nullable BigDecimal value) {
      topP = value;
      return this;
    }

    public Builder topK(@Nullable Integer value) {
      topK = value;
      return this;
    }

    public Builder seed(@Nullable Long value) {
      seed = value;
      return this;
    }

    public Builder frequencyPenalty(@Nullable BigDecimal value) {
      frequencyPenalty = value;
      return this;
    }

    public Builder presencePenalty(@Nullable BigDecimal value) {
      presencePenalty = value;
      return this;
    }

    public Builder stop(List<String> value) {
      stop = List.copyOf(value);
      return this;
    }

    public Builder reasoningEffort(@Nullable String value) {
      reasoningEffort = value;
      return this;
    }

    public Builder parallelToolCalls(@Nullable Boolean value) {
      parallelToolCalls = value;
      return this;
    }

    public Builder user(@Nullable String value) {
      user = value;
      return this;
    }

    public Parameters build() {
      return new Parameters(
          maxTokens,
          temperature,
          topP,
          topK,
          seed,
          frequencyPenalty,
          presencePenalty,
          stop,
          reasoningEffort,
          parallelToolCalls,
          user);
    }
  }
}

package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/// Tokens as the provider reported them. What it did not report is null, never 0.
@Description("Tokens as the provider reported them; what it did not report is absent.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Usage(
    @Description("Tokens of the input that were not read from a cache.") @Min(0)
        @Nullable Long inputTokens,
    @Description("Tokens of the answer.") @Min(0) @Nullable Long outputTokens,
    @Description("Tokens of the input read from the provider's cache.") @Min(0)
        @Nullable Long cachedInputTokens,
    @Description("Tokens of the input written to the provider's cache.") @Min(0)
        @Nullable Long cacheWriteTokens,
    @Description("Tokens spent on reasoning, part of the answer's.") @Min(0)
        @Nullable Long reasoningTokens,
    @Description("All tokens of the call: input, cached input, cache writes and output.") @Min(0)
        @Nullable Long totalTokens) {

  /// Usage with the total that its parts make; the total is absent when input and output both are.
  public static Usage of(
      @Nullable Long input,
      @Nullable Long output,
      @Nullable Long cachedInput,
      @Nullable Long cacheWrite,
      @Nullable Long reasoning) {
    Long total =
        input == null && output == null
            ? null
            : (Long) (known(input) + known(output) + known(cachedInput) + known(cacheWrite));
    return new Usage(input, output, cachedInput, cacheWrite, reasoning, total);
  }

  private static long known(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }
}

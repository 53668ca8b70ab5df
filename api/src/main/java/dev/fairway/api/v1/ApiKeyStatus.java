package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of the key.
@Description("What is known of the key.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKeyStatus(
    @Description("The metadata.generation this status speaks about.") @Min(0)
        @Nullable Long observedGeneration,
    @Description("Ready.") @Size(max = 32) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions,
    @Description("The first characters of the key, to tell keys apart.") @Size(max = 32)
        @Nullable String prefix,
    @Description("When it was last used, to the minute.") @Timestamp @Nullable Instant lastUsedTime,
    @Description("Spent in the budget's running period.") @Nullable Cost spend) {
  public static final ApiKeyStatus EMPTY = new ApiKeyStatus(null, List.of(), null, null, null);

  public ApiKeyStatus {
    conditions = Absent.copyOf(conditions);
  }

  /// The condition of that type, if it was ever set.
  public Optional<Condition> condition(String type) {
    return Conditions.find(conditions, type);
  }

  /// Sets one condition and leaves the others. While its status stays the same, so does its
  /// transition time.
  public ApiKeyStatus withCondition(Condition condition) {
    return withConditions(Conditions.with(conditions, condition));
  }

  public ApiKeyStatus withObservedGeneration(@Nullable Long observedGeneration) {
    return new ApiKeyStatus(observedGeneration, conditions, prefix, lastUsedTime, spend);
  }

  public ApiKeyStatus withConditions(List<Condition> conditions) {
    return new ApiKeyStatus(observedGeneration, conditions, prefix, lastUsedTime, spend);
  }

  public ApiKeyStatus withPrefix(@Nullable String prefix) {
    return new ApiKeyStatus(observedGeneration, conditions, prefix, lastUsedTime, spend);
  }

  public ApiKeyStatus withLastUsedTime(@Nullable Instant lastUsedTime) {
    return new ApiKeyStatus(observedGeneration, conditions, prefix, lastUsedTime, spend);
  }

  public ApiKeyStatus withSpend(@Nullable Cost spend) {
    return new ApiKeyStatus(observedGeneration, conditions, prefix, lastUsedTime, spend);
  }
}

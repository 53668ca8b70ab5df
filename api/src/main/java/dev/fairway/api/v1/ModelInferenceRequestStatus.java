package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of a request. Everything but the conditions is absent until it is known. `with...`
/// methods return a changed copy.
@Description("What became of the request.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelInferenceRequestStatus(
    @Description("The metadata.generation this status speaks about.") @Min(0)
        @Nullable Long observedGeneration,
    @Description("Accepted, Running, Completed and Failed.")
        @Size(max = 32)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions,
    @Description(
            "The answer: an object with text, or the parsed JSON; with toolCalls and stopReason where there are any.")
        @Nullable FreeJson inferenceResult,
    @Nullable ResultRef resultRef,
    @Nullable AnsweringModel model,
    @Nullable Usage usage,
    @Nullable Cost cost,
    @Description("When the first call was claimed.") @Timestamp @Nullable Instant startTime,
    @Description("When the request finished, however it ended.") @Timestamp
        @Nullable Instant completionTime,
    @Description("Time from start to completion, for example 1.2s.")
        @Pattern(Durations.PATTERN)
        @Size(max = 32)
        @Nullable String duration,
    @Nullable Attempt attempt) {

  public static final ModelInferenceRequestStatus EMPTY =
      new ModelInferenceRequestStatus(
          null, List.of(), null, null, null, null, null, null, null, null, null);

  public ModelInferenceRequestStatus {
    conditions = Absent.copyOf(conditions);
  }

  /// The condition of that type, if it was ever set.
  public Optional<Condition> condition(String type) {
    return Conditions.find(conditions, type);
  }

  /// Sets one condition and leaves the others. While its status stays the same, so does its
  /// transition time.
  public ModelInferenceRequestStatus withCondition(Condition condition) {
    return withConditions(Conditions.with(conditions, condition));
  }

  public ModelInferenceRequestStatus withObservedGeneration(@Nullable Long observedGeneration) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withConditions(List<Condition> conditions) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withInferenceResult(@Nullable FreeJson inferenceResult) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withResultRef(@Nullable ResultRef resultRef) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withModel(@Nullable AnsweringModel model) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withUsage(@Nullable Usage usage) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withCost(@Nullable Cost cost) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withStartTime(@Nullable Instant startTime) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withCompletionTime(@Nullable Instant completionTime) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withDuration(@Nullable String duration) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }

  public ModelInferenceRequestStatus withAttempt(@Nullable Attempt attempt) {
    return new ModelInferenceRequestStatus(
        observedGeneration,
        conditions,
        inferenceResult,
        resultRef,
        model,
        usage,
        cost,
        startTime,
        completionTime,
        duration,
        attempt);
  }
}

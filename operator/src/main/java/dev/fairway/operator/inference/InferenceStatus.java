package dev.fairway.operator.inference;

import static dev.fairway.operator.conditions.Conditions.ACCEPTED;
import static dev.fairway.operator.conditions.Conditions.COMPLETED;
import static dev.fairway.operator.conditions.Conditions.FAILED;
import static dev.fairway.operator.conditions.Conditions.RUNNING;

import dev.fairway.api.v1.AnsweringModel;
import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.Durations;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.Usage;
import dev.fairway.operator.conditions.Conditions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The statuses a request goes through. Pure.
///
/// @param say conditions of now, about the generation that is being worked on
record InferenceStatus(
    ModelInferenceRequestStatus before, long generation, Instant now, Conditions say) {
  private static final int MAX_MESSAGE_CHARS = 2000;

  static InferenceStatus of(ModelInferenceRequest request, Instant now) {
    long generation = request.getMetadata().getGeneration();
    return new InferenceStatus(
        InferencePlan.statusOf(request), generation, now, new Conditions(generation, now));
  }

  /// The claim. What an earlier run left behind goes.
  ModelInferenceRequestStatus claimed(Attempt attempt, Instant startTime, Asked asked) {
    return blank()
        .withCondition(say.met(ACCEPTED, "Accepted", asked.words()))
        .withCondition(say.met(RUNNING, "Calling", "attempt " + attempt.number()))
        .withCondition(say.open(COMPLETED, "Running", ""))
        .withCondition(say.unmet(FAILED, "Running", ""))
        .withStartTime(startTime)
        .withAttempt(attempt)
        .withModel(asked.model());
  }

  /// The spec cannot be worked on; nothing was called.
  ModelInferenceRequestStatus refused(String reason, String message) {
    ModelInferenceRequestStatus next =
        blank()
            .withCondition(say.unmet(ACCEPTED, reason, cut(message)))
            .withCondition(say.unmet(RUNNING, "Refused", ""))
            .withCondition(say.unmet(COMPLETED, reason, cut(message)))
            .withCondition(say.met(FAILED, reason, cut(message)));
    boolean refusedBefore = before.attempt() == null && before.completionTime() != null;
    return next.withCompletionTime(refusedBefore ? before.completionTime() : now);
  }

  ModelInferenceRequestStatus answered(
      Delivered delivered, Usage usage, @Nullable String answeringModel, String message) {
    return ended()
        .withCondition(say.met(COMPLETED, "Answered", cut(message)))
        .withCondition(say.unmet(FAILED, "Answered", ""))
        .withInferenceResult(delivered.inline())
        .withResultRef(delivered.ref())
        .withUsage(usage)
        .withModel(named(answeringModel));
  }

  ModelInferenceRequestStatus failed(String reason, String message) {
    return ended()
        .withCondition(say.unmet(COMPLETED, reason, cut(message)))
        .withCondition(say.met(FAILED, reason, cut(message)));
  }

  /// The claim of a call that was never sent, taken back: anybody may start afresh.
  ModelInferenceRequestStatus givenBack() {
    return before
        .withCondition(say.unmet(RUNNING, "GivenBack", "the operator stopped before the call"))
        .withAttempt(null);
  }

  /// The claim of a call that was sent and cut off, open for another attempt.
  ModelInferenceRequestStatus cutOff(Attempt attempt) {
    return before
        .withCondition(say.unmet(RUNNING, "Interrupted", "the operator stopped during the call"))
        .withAttempt(attempt.withHolder(null));
  }

  ModelInferenceRequestStatus acknowledged() {
    return before.withObservedGeneration(generation);
  }

  private ModelInferenceRequestStatus blank() {
    return ModelInferenceRequestStatus.EMPTY
        .withConditions(before.conditions())
        .withObservedGeneration(generation);
  }

  private ModelInferenceRequestStatus ended() {
    Instant start = before.startTime();
    return before
        .withObservedGeneration(generation)
        .withCondition(say.unmet(RUNNING, "Finished", ""))
        .withCompletionTime(now)
        .withDuration(start == null ? null : Durations.format(sinceOrZero(start)));
  }

  private Duration sinceOrZero(Instant start) {
    return now.isBefore(start) ? Duration.ZERO : Duration.between(start, now);
  }

  private @Nullable AnsweringModel named(@Nullable String answering) {
    AnsweringModel asked = before.model();
    if (asked == null || answering == null) return asked;
    return new AnsweringModel(asked.provider(), answering, asked.version(), asked.route());
  }

  private static String cut(String message) {
    return message.substring(0, Math.min(message.length(), MAX_MESSAGE_CHARS));
  }
}

package dev.fairway.operator.inference;

import static dev.fairway.operator.conditions.Conditions.ACCEPTED;
import static dev.fairway.operator.conditions.Conditions.COMPLETED;
import static dev.fairway.operator.conditions.Conditions.RUNNING;

import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.OnInterruption;
import dev.fairway.operator.inference.Observed.CallState;
import dev.fairway.operator.inference.Step.Acknowledge;
import dev.fairway.operator.inference.Step.Dispatch;
import dev.fairway.operator.inference.Step.Expire;
import dev.fairway.operator.inference.Step.Fail;
import dev.fairway.operator.inference.Step.Finish;
import dev.fairway.operator.inference.Step.Hold;
import dev.fairway.operator.inference.Step.Nothing;
import dev.fairway.operator.inference.Step.Release;
import dev.fairway.operator.inference.Step.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Decides the next step of a request: pure, so that every rule is a case in a folder.
///
/// @param patience how often a claim of another process is looked at
record InferencePlan(Duration patience) {
  /// On the request while its call runs: deleting it waits until the call has been cancelled.
  static final String FINALIZER = "ai.fairway.dev/call";

  /// Calls shorter than this do without the finalizer, which costs two writes.
  static final Duration HOLD_AFTER = Duration.ofSeconds(1);

  /// What a holder gets beyond the deadline to publish.
  static final Duration GRACE = Duration.ofSeconds(5);

  static final String INTERRUPTED =
      "the operator that made the call is gone; the provider may have answered and billed it. "
          + "Change the request to ask again, or set onInterruption: Retry";

  Step next(ModelInferenceRequest request, Observed seen, Instant now) {
    ModelInferenceRequestStatus status = statusOf(request);
    Attempt attempt = status.attempt();
    if (request.isMarkedForDeletion()) return whenDeleted(request, status, seen, now);
    if (isRunning(status) && attempt != null) return whileRunning(request, attempt, seen, now);
    if (isFinished(status)) return whenFinished(request, status, seen, now);
    return whenOpen(request, status, seen, now);
  }

  private Step whenDeleted(
      ModelInferenceRequest request,
      ModelInferenceRequestStatus status,
      Observed seen,
      Instant now) {
    if (!request.hasFinalizer(FINALIZER)) return new Nothing();
    Attempt attempt = status.attempt();
    if (attempt == null || seen.call() != null || !seen.holderAlive()) return new Release();
    return now.isBefore(attempt.deadline().plus(GRACE)) ? new Wait(patience) : new Release();
  }

  private Step whileRunning(
      ModelInferenceRequest request, Attempt attempt, Observed seen, Instant now) {
    ModelInferenceRequestSpec spec = request.getSpec();
    boolean ours = seen.call() != null;
    if (spec.cancel() && (ours || !seen.holderAlive())) return cancelled();
    if (!spec.cancel() && !seen.callHash().equals(attempt.callHash())) return new Dispatch(1, now);
    if (seen.call() instanceof CallState.Ended(Outcome outcome)) return new Finish(outcome);
    if (ours && !now.isBefore(attempt.deadline())) return timedOut(spec);
    if (!ours && (!seen.holderAlive() || !now.isBefore(attempt.deadline().plus(GRACE)))) {
      return orphaned(request, attempt, now);
    }
    if (isUnseen(request)) return new Acknowledge();
    return ours ? hold(request, attempt, now) : new Wait(patience);
  }

  private static Step hold(ModelInferenceRequest request, Attempt attempt, Instant now) {
    Instant holdAt = attempt.startedAt().plus(HOLD_AFTER);
    if (request.hasFinalizer(FINALIZER)) return waitUntil(attempt.deadline(), now);
    if (!now.isBefore(holdAt)) return new Hold();
    return waitUntil(holdAt.isBefore(attempt.deadline()) ? holdAt : attempt.deadline(), now);
  }

  private static Step orphaned(ModelInferenceRequest request, Attempt attempt, Instant now) {
    ModelInferenceRequestSpec spec = request.getSpec();
    Instant started =
        Objects.requireNonNullElse(statusOf(request).startTime(), attempt.startedAt());
    boolean again =
        spec.onInterruption() == OnInterruption.RETRY
            && attempt.number() <= spec.retryLimit()
            && now.isBefore(started.plus(spec.timeLimit()));
    return again
        ? new Dispatch(attempt.number() + 1, started)
        : new Fail("Interrupted", INTERRUPTED);
  }

  private static Step whenFinished(
      ModelInferenceRequest request,
      ModelInferenceRequestStatus status,
      Observed seen,
      Instant now) {
    if (!request.getSpec().cancel() && wantsAnswer(request, status, seen, now)) {
      return new Dispatch(1, now);
    }
    if (request.hasFinalizer(FINALIZER)) return new Release();
    Optional<Instant> expiry = expiry(request, status);
    if (expiry.isPresent() && !now.isBefore(expiry.get())) return new Expire();
    if (isUnseen(request)) return new Acknowledge();
    return expiry.map(at -> waitUntil(at, now)).orElseGet(Nothing::new);
  }

  private static boolean wantsAnswer(
      ModelInferenceRequest request,
      ModelInferenceRequestStatus status,
      Observed seen,
      Instant now) {
    Attempt attempt = status.attempt();
    if (attempt != null) return !seen.callHash().equals(attempt.callHash());
    return isUnseen(request) || isYoungRefusal(request, status, now);
  }

  /// What a refused request lacks is often applied a moment after it, so for as long as it may take
  /// it is looked at again; that costs nothing.
  private static boolean isYoungRefusal(
      ModelInferenceRequest request, ModelInferenceRequestStatus status, Instant now) {
    return status
        .condition(ACCEPTED)
        .filter(accepted -> accepted.status().equals("False"))
        .map(Condition::lastTransitionTime)
        .filter(at -> now.isBefore(at.plus(request.getSpec().timeLimit())))
        .isPresent();
  }

  private static Step whenOpen(
      ModelInferenceRequest request,
      ModelInferenceRequestStatus status,
      Observed seen,
      Instant now) {
    if (request.getSpec().cancel()) return cancelled();
    Attempt given = status.attempt();
    if (given != null && seen.callHash().equals(given.callHash())) {
      return orphaned(request, given, now);
    }
    return new Dispatch(1, now);
  }

  private static Step cancelled() {
    return new Fail("Cancelled", "spec.cancel is true");
  }

  private static Step timedOut(ModelInferenceRequestSpec spec) {
    return new Fail("TimedOut", "spec.timeout: no answer within " + spec.timeout());
  }

  private static Optional<Instant> expiry(
      ModelInferenceRequest request, ModelInferenceRequestStatus status) {
    Integer ttl = request.getSpec().ttlSecondsAfterFinished();
    Instant end = status.completionTime();
    return ttl == null || end == null ? Optional.empty() : Optional.of(end.plusSeconds(ttl));
  }

  private static Step waitUntil(Instant then, Instant now) {
    return new Wait(Duration.between(now, then));
  }

  static ModelInferenceRequestStatus statusOf(ModelInferenceRequest request) {
    ModelInferenceRequestStatus status = request.getStatus();
    return status == null ? ModelInferenceRequestStatus.EMPTY : status;
  }

  static boolean isRunning(ModelInferenceRequestStatus status) {
    return status.condition(RUNNING).filter(Condition::holds).isPresent();
  }

  static boolean isFinished(ModelInferenceRequestStatus status) {
    return status.condition(COMPLETED).filter(c -> !c.status().equals("Unknown")).isPresent();
  }

  private static boolean isUnseen(ModelInferenceRequest request) {
    return !Objects.equals(
        request.getMetadata().getGeneration(), statusOf(request).observedGeneration());
  }
}

package dev.fairway.operator.inference;

import dev.fairway.api.v1.AnsweringModel;
import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.OnInterruption;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.credentials.Credentials;
import dev.fairway.operator.events.EventRecorder;
import dev.fairway.operator.holder.HolderLease;
import dev.fairway.operator.inference.Observed.CallState;
import dev.fairway.operator.model.Models;
import dev.fairway.operator.provider.Gates;
import dev.fairway.operator.provider.RemoteModels;
import dev.fairway.operator.provider.Target;
import dev.fairway.operator.route.Routes;
import dev.fairway.operator.status.StaleStatus;
import dev.fairway.operator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers ModelInferenceRequests: look, ask the plan, act, report.
///
/// A call is made only after its claim stands in status, and its answer is published only while the
/// claim still does, so that no number of operators on one cluster calls twice for one attempt.
/// Calls run beside the reconciles; no reconcile waits for one.
@ControllerConfiguration(
    name = "model-inference-request",
    informer = @Informer(comparableResourceVersions = false),
    triggerReconcilerOnAllEvents = true,
    maxReconciliationInterval = @MaxReconciliationInterval(interval = 0))
public final class InferenceReconciler implements Reconciler<ModelInferenceRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(InferenceReconciler.class);
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration WHEN_FULL = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN_AT_REFUSED = Duration.ofSeconds(3);
  private static final Duration CANCEL_WITHIN = Duration.ofSeconds(10);

  private final SimpleInboundEventSource<ModelInferenceRequest> endedCalls =
      new SimpleInboundEventSource<>("ended-calls");
  private final KubernetesClient client;
  private final Preparation preparation;
  private final Publication publication;
  private final StatusWriter<ModelInferenceRequestStatus, ModelInferenceRequest> statuses;
  private final Finalizer finalizer;
  private final EventRecorder events;
  private final HolderLease lease;
  private final InferencePlan plan;
  private final Calls calls;
  private final Clock clock;
  private volatile boolean stopping;

  /// @param callLimit calls of this process at the same time, waiting ones included
  public InferenceReconciler(
      KubernetesClient client,
      Models models,
      Routes routes,
      Gates gates,
      Credentials credentials,
      RemoteModels remote,
      EventRecorder events,
      HolderLease lease,
      int callLimit,
      Clock clock) {
    this.client = client;
    this.preparation = new Preparation(models, routes, credentials, remote);
    this.publication = new Publication(new Results(client));
    this.statuses = new StatusWriter<>(client, ModelInferenceRequest.class);
    this.finalizer = new Finalizer(client);
    this.events = events;
    this.lease = lease;
    this.plan = new InferencePlan(lease.duration());
    this.calls = new Calls(callLimit, gates, clock, this::wake);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ModelInferenceRequest>> prepareEventSources(
      EventSourceContext<ModelInferenceRequest> context) {
    return List.of(endedCalls);
  }

  private void wake(ModelInferenceRequest request) {
    endedCalls.propagateEvent(ResourceID.fromResource(request));
  }

  @Override
  public UpdateControl<ModelInferenceRequest> reconcile(
      ModelInferenceRequest cached, Context<ModelInferenceRequest> context) {
    if (context.isPrimaryResourceDeleted()) return forget(cached);
    ModelInferenceRequest request = statuses.freshest(cached);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String callHash = CallHash.of(request.getSpec());
    Step step = plan.next(request, look(request, callHash), now);
    try {
      return act(request, step, callHash, now);
    } catch (StaleStatus _) {
      return again(SOON);
    }
  }

  private UpdateControl<ModelInferenceRequest> forget(ModelInferenceRequest gone) {
    calls.drop(gone);
    statuses.forget(gone.getMetadata().getUid());
    return UpdateControl.noUpdate();
  }

  private Observed look(ModelInferenceRequest request, String callHash) {
    CallState ours = calls.of(request).map(Call::state).orElse(null);
    return new Observed(callHash, ours, ours != null || isHeldByAnother(request));
  }

  private boolean isHeldByAnother(ModelInferenceRequest request) {
    ModelInferenceRequestStatus status = InferencePlan.statusOf(request);
    Attempt attempt = status.attempt();
    return InferencePlan.isRunning(status)
        && attempt != null
        && attempt.holder() != null
        && !attempt.holder().equals(lease.holder().toString())
        && lease.isAlive(attempt.holder());
  }

  private UpdateControl<ModelInferenceRequest> act(
      ModelInferenceRequest request, Step step, String callHash, Instant now) {
    return switch (step) {
      case Step.Dispatch dispatch -> dispatch(request, dispatch, callHash, now);
      case Step.Finish(var outcome) -> finish(request, outcome, now);
      case Step.Fail(var reason, var message) -> fail(request, reason, message, now);
      case Step.Acknowledge _ -> acknowledge(request, now);
      case Step.Hold _ -> hold(request);
      case Step.Release _ -> release(request);
      case Step.Expire _ -> expire(request);
      case Step.Wait(var delay) -> again(delay);
      case Step.Nothing _ -> UpdateControl.noUpdate();
    };
  }

  private UpdateControl<ModelInferenceRequest> dispatch(
      ModelInferenceRequest request, Step.Dispatch step, String callHash, Instant now) {
    if (stopping) return UpdateControl.noUpdate();
    calls.drop(request);
    if (!calls.hasRoom()) return again(WHEN_FULL);
    try {
      PreparedCall prepared = preparation.prepare(request);
      Attempt attempt = attempt(request, step, callHash, now);
      ModelInferenceRequest claimed =
          statuses.write(
              request,
              InferenceStatus.of(request, now)
                  .claimed(attempt, step.startTime(), prepared.asked()));
      calls.start(claimed, attempt, prepared, retrying(claimed, attempt, prepared));
      reportStart(claimed, attempt, prepared);
      return again(InferencePlan.HOLD_AFTER);
    } catch (Refusal refusal) {
      return refuse(request, refusal, now);
    }
  }

  private Attempt attempt(
      ModelInferenceRequest request, Step.Dispatch step, String callHash, Instant now) {
    return new Attempt(
        step.number(),
        UUID.randomUUID().toString(),
        lease.holder().toString(),
        now,
        step.startTime().plus(request.getSpec().timeLimit()),
        callHash);
  }

  private RetryingCall retrying(
      ModelInferenceRequest request, Attempt attempt, PreparedCall prepared) {
    return new RetryingCall(
        prepared,
        attempt.deadline(),
        prepared.question().repeatable() ? request.getSpec().retryLimit() : 0,
        clock,
        retry ->
            events.normal(
                request,
                "InferenceRetried",
                attempt.id() + "/" + retry,
                "call repeated, retry " + retry + " of " + request.getSpec().retryLimit()));
  }

  private void reportStart(ModelInferenceRequest request, Attempt attempt, PreparedCall prepared) {
    String reason = attempt.number() == 1 ? "InferenceStarted" : "InferenceRetried";
    String note = "calling %s, attempt %d".formatted(prepared.asked().words(), attempt.number());
    events.normal(request, reason, attempt.id(), note);
  }

  private UpdateControl<ModelInferenceRequest> refuse(
      ModelInferenceRequest request, Refusal refusal, Instant now) {
    ModelInferenceRequestStatus status =
        InferenceStatus.of(request, now).refused(refusal.reason(), refusal.message());
    if (!status.equals(request.getStatus())) {
      statuses.write(request, status);
      String occasion = request.getMetadata().getGeneration() + "/" + refusal.message();
      events.warning(request, "ConfigurationInvalid", occasion, refusal.message());
    }
    return again(LOOK_AGAIN_AT_REFUSED);
  }

  private UpdateControl<ModelInferenceRequest> finish(
      ModelInferenceRequest request, Outcome outcome, Instant now) {
    return end(request, published(request, InferenceStatus.of(request, now), outcome));
  }

  private ModelInferenceRequestStatus published(
      ModelInferenceRequest request, InferenceStatus next, Outcome outcome) {
    ModelInferenceRequestStatus status = publication.of(request, next, outcome);
    Attempt attempt = status.attempt();
    Optional<Target> target = answering(request, outcome);
    if (attempt == null || target.isEmpty()) return status;
    ModelInferenceRequestStatus named = status.withModel(named(status.model(), target.get()));
    return outcome
        .usage()
        .map(usage -> named.withCost(Costs.of(target.get(), usage, attempt.startedAt())))
        .orElse(named);
  }

  private Optional<Target> answering(ModelInferenceRequest request, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered && answered.by() != null) {
      return Optional.of(answered.by());
    }
    return calls
        .asked(request)
        .flatMap(asked ->
            asked instanceof Asked.One(var target) ? Optional.of(target) : Optional.empty());
  }

  /// What the route chose, where the answer has told the model's name.
  private static @Nullable AnsweringModel named(@Nullable AnsweringModel said, Target target) {
    if (said == null || said.provider() != null) return said;
    return new AnsweringModel(target.provider(), said.name(), target.version(), said.route());
  }

  private UpdateControl<ModelInferenceRequest> fail(
      ModelInferenceRequest request, String reason, String message, Instant now) {
    return end(request, InferenceStatus.of(request, now).failed(reason, message));
  }

  /// One write under the revision we looked at: if the claim is no longer ours it fails, and the
  /// answer of a deposed holder goes nowhere.
  private UpdateControl<ModelInferenceRequest> end(
      ModelInferenceRequest request, ModelInferenceRequestStatus status) {
    ModelInferenceRequest written = statuses.write(request, status);
    calls.drop(request);
    FinishReport.send(events, written);
    return again(AT_ONCE);
  }

  private UpdateControl<ModelInferenceRequest> acknowledge(
      ModelInferenceRequest request, Instant now) {
    statuses.write(request, InferenceStatus.of(request, now).acknowledged());
    return again(AT_ONCE);
  }

  private UpdateControl<ModelInferenceRequest> hold(ModelInferenceRequest request) {
    return again(finalizer.add(request) ? InferencePlan.HOLD_AFTER : SOON);
  }

  private UpdateControl<ModelInferenceRequest> release(ModelInferenceRequest request) {
    calls
        .drop(request)
        .ifPresent(call -> {
          awaitEnd(call);
          events.normal(
              request, "InferenceCancelled", call.attempt().id(), "deleted while running");
        });
    return finalizer.remove(request) ? UpdateControl.noUpdate() : again(SOON);
  }

  private static void awaitEnd(Call call) {
    try {
      call.awaitEnd(CANCEL_WITHIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private UpdateControl<ModelInferenceRequest> expire(ModelInferenceRequest request) {
    try {
      client.resource(request).lockResourceVersion().delete();
      return UpdateControl.noUpdate();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
      return again(SOON);
    }
  }

  private static UpdateControl<ModelInferenceRequest> again(Duration delay) {
    return UpdateControl.<ModelInferenceRequest>noUpdate()
        .rescheduleAfter(delay.compareTo(AT_ONCE) < 0 ? AT_ONCE : delay);
  }

  /// Takes no new claims, takes back what has not been sent, and lets the rest run up to `grace`.
  /// Reconciles go on, so that what ends meanwhile is published as usual.
  public void windDown(Duration grace) {
    stopping = true;
    calls.all().forEach(entry -> entry.call().withdraw());
    Instant end = clock.instant().plus(grace);
    for (Calls.Entry entry : calls.all()) {
      if (entry.call().isWithdrawn()) continue;
      try {
        entry.call().awaitEnd(Duration.between(clock.instant(), end));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// After the last reconcile: settles the claims that are left, each by one write.
  public void settle() {
    for (Calls.Entry entry : calls.all()) {
      try {
        settle(entry);
      } catch (StaleStatus _) {
        LOG.atDebug().log("a claim was taken over before it was settled");
      } catch (KubernetesClientException e) {
        LOG.atWarn().addKeyValue("attempt", entry.call().attempt().id()).log("claim not settled");
      }
    }
  }

  private void settle(Calls.Entry entry) {
    ModelInferenceRequest request = statuses.freshest(entry.request());
    Call call = entry.call();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    InferenceStatus next = InferenceStatus.of(request, now);
    if (call.isWithdrawn()) {
      statuses.write(request, next.givenBack());
    } else if (call.state() instanceof CallState.Ended(var outcome)) {
      end(request, published(request, next, outcome));
    } else if (request.getSpec().onInterruption() == OnInterruption.RETRY) {
      statuses.write(request, next.cutOff(call.attempt()));
    } else {
      end(request, next.failed("Interrupted", InferencePlan.INTERRUPTED));
    }
    calls.drop(request);
  }
}

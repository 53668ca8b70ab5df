package dev.fairway.operator.inference;

import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.events.EventRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people and the log how a request ended, after the status says so.
final class FinishReport {
  private static final Logger LOG = LoggerFactory.getLogger(FinishReport.class);

  private FinishReport() {}

  static void send(EventRecorder events, ModelInferenceRequest request) {
    ModelInferenceRequestStatus status = InferencePlan.statusOf(request);
    Condition completed = status.condition(Conditions.COMPLETED).orElseThrow();
    Attempt attempt = status.attempt();
    String occasion = attempt == null ? "none" : attempt.id();
    if (completed.holds()) {
      events.normal(request, "InferenceSucceeded", occasion, "answered in " + status.duration());
    } else if (completed.reason().equals("Cancelled")) {
      events.normal(request, "InferenceCancelled", occasion, completed.message());
    } else {
      String note = completed.reason() + ": " + completed.message();
      events.warning(request, "InferenceFailed", occasion, note);
    }
    LOG.atInfo()
        .addKeyValue("namespace", request.getMetadata().getNamespace())
        .addKeyValue("resource", request.getMetadata().getName())
        .addKeyValue("reason", completed.reason())
        .addKeyValue("duration", status.duration())
        .log("inference ended");
  }
}

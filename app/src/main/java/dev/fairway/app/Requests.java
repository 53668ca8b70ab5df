package dev.fairway.app;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.app.Terminal.Cell;
import dev.fairway.app.Terminal.Colour;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How requests are shown to people.
final class Requests {
  static final List<String> HEADINGS =
      List.of("NAME", "MODEL", "COMPLETED", "REASON", "DURATION", "RESULT");
  private static final int LONGEST_RESULT = 100;

  private Requests() {}

  /// The condition that says how the request, as its spec stands now, ended; empty while it has
  /// not.
  static Optional<Condition> outcome(ModelInferenceRequest request) {
    Long generation = request.getMetadata().getGeneration();
    return status(request)
        .condition("Completed")
        .filter(condition -> !condition.status().equals("Unknown"))
        .filter(_ -> Objects.equals(status(request).observedGeneration(), generation));
  }

  static ModelInferenceRequestStatus status(ModelInferenceRequest request) {
    ModelInferenceRequestStatus status = request.getStatus();
    return status == null ? ModelInferenceRequestStatus.EMPTY : status;
  }

  static List<Cell> row(ModelInferenceRequest request) {
    Condition outcome = outcome(request).orElse(null);
    ModelInferenceRequestStatus status = status(request);
    return List.of(
        Cell.of(request.getMetadata().getName()),
        Cell.of(model(request)),
        outcome == null
            ? new Cell("Unknown", Colour.YELLOW)
            : new Cell(outcome.status(), outcome.holds() ? Colour.GREEN : Colour.RED),
        Cell.of(outcome == null ? "" : outcome.reason()),
        Cell.of(status.duration() == null ? "" : status.duration()),
        Cell.of(shortened(result(request))));
  }

  /// The answer as JSON, or why there is none.
  static String result(ModelInferenceRequest request) {
    var result = status(request).inferenceResult();
    if (result != null) {
      return result.toString();
    }
    return outcome(request).map(Condition::message).orElse("");
  }

  private static String model(ModelInferenceRequest request) {
    var ref = request.getSpec().modelRef();
    return ref.provider() == null ? ref.name() : ref.provider() + "/" + ref.name();
  }

  private static String shortened(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= LONGEST_RESULT ? line : line.substring(0, LONGEST_RESULT - 1) + "…";
  }
}

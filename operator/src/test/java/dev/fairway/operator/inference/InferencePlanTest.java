package dev.fairway.operator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Usage;
import dev.fairway.operator.inference.Observed.CallState;
import dev.fairway.testing.Case;
import dev.fairway.testing.Cases;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;

/// A case says what is known in `in.yaml` (now, call, holderAlive, sameCall, request) and the step
/// in `out.yaml`.
class InferencePlanTest {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final InferencePlan PLAN = new InferencePlan(Duration.ofSeconds(30));

  @ParameterizedTest
  @Cases("plan")
  void plansTheNextStep(Case folder) {
    JsonNode in = folder.yaml("in.yaml");
    Step step =
        PLAN.next(
            request(in.path("request")), observed(in), Instant.parse(in.path("now").asText()));
    folder.expect("out.yaml", tree(step));
  }

  private static ModelInferenceRequest request(JsonNode given) {
    ObjectNode request = JSON.createObjectNode();
    ObjectNode metadata = request.putObject("metadata").put("name", "asked").put("generation", 1);
    ObjectNode spec = request.putObject("spec");
    spec.putObject("modelRef").put("name", "fake");
    spec.putObject("inputContext").put("text", "hello");
    metadata.setAll(given.withObject("/metadata"));
    spec.setAll(given.withObject("/spec"));
    if (given.has("status")) request.set("status", given.get("status"));
    return JSON.convertValue(request, ModelInferenceRequest.class);
  }

  private static Observed observed(JsonNode in) {
    return new Observed(
        in.path("sameCall").asBoolean(true) ? "same" : "other",
        call(in.path("call").asText("none")),
        in.path("holderAlive").asBoolean(false));
  }

  private static @Nullable CallState call(String state) {
    return switch (state) {
      case "underway" -> new CallState.Underway();
      case "ended" ->
          new CallState.Ended(
              new Outcome.Answered(ChatResponse.of("fake", "yes", Usage.UNKNOWN), null));
      default -> null;
    };
  }

  private static JsonNode tree(Step step) {
    ObjectNode tree = JSON.createObjectNode().put("step", step.getClass().getSimpleName());
    switch (step) {
      case Step.Dispatch(var number, var startTime) ->
          tree.put("number", number).put("startTime", startTime.toString());
      case Step.Fail(var reason, _) -> tree.put("reason", reason);
      case Step.Wait(var delay) -> tree.put("delay", delay.toString());
      case Step.Finish _,
          Step.Acknowledge _,
          Step.Hold _,
          Step.Release _,
          Step.Expire _,
          Step.Nothing _ -> {}
    }
    return tree;
  }
}

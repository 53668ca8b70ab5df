package dev.fairway.operator;

import static dev.fairway.operator.OperatorOnCluster.completed;
import static dev.fairway.operator.OperatorOnCluster.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.Cost;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@FairwayCluster(crds = "../deploy/crds")
class InferenceTest {

  @Test
  void answersARequestOnce(Cluster cluster) {
    FakeModel model = FakeModel.answering(text -> "echo: " + text);
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("hello", "hello");
      ModelInferenceRequestStatus status = operator.ended("hello");
      assertThat(status.inferenceResult())
          .isEqualTo(FreeJson.of(Map.of("text", "echo: hello", "stopReason", "end")));
      assertThat(status.condition(Conditions.COMPLETED)).get().matches(c -> c.holds());
      assertThat(status.usage()).isNotNull();
      assertThat(status.cost()).isEqualTo(new Cost("0", "USD"));
      assertThat(status.duration()).isNotNull();
      assertThat(model.calls()).isEqualTo(1);
    }
  }

  @Test
  void claimsInStatusBeforeItCalls(Cluster cluster) {
    FakeModel model =
        FakeModel.answering(_ -> {
          ModelInferenceRequest seen = OperatorOnCluster.handle(cluster, "claim").get();
          Attempt claim = OperatorOnCluster.attempt(seen.getStatus());
          return claim.number() + " " + claim.holder();
        });
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("claim", "whatever");
      assertThat(text(operator.ended("claim"))).startsWith("1 pod-0_");
    }
  }

  @Test
  void answersAgainWhenTheTextIsEdited(Cluster cluster) {
    FakeModel model = FakeModel.answering(text -> text);
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("edited", "one");
      operator.ended("edited");
      operator.edit("edited", _ -> OperatorOnCluster.specOf("two"));
      ModelInferenceRequestStatus status = operator.ended("edited");
      assertThat(text(status)).isEqualTo("two");
      assertThat(model.asked()).containsExactly("one", "two");
    }
  }

  @Test
  void buysNoSecondAnswerForOtherChanges(Cluster cluster) {
    FakeModel model = FakeModel.saying("yes");
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("kept", "one");
      operator.ended("kept");
      operator.edit("kept", spec -> Specs.with(spec, "timeout", "30s"));
      operator.edit("kept", spec -> Specs.with(spec, "cancel", true));
      assertThat(completed(operator.ended("kept"))).isEqualTo("Answered");
      assertThat(model.calls()).isEqualTo(1);
    }
  }

  @Test
  void writesNothingWhenThereIsNothingToDo(Cluster cluster) {
    FakeModel model = FakeModel.saying("yes");
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("quiet", "one");
      operator.ended("quiet");
      ModelInferenceRequest before = operator.handle("quiet").get();
      try (OperatorOnCluster second = OperatorOnCluster.named(cluster, "pod-1", model)) {
        second.ask("after", "two");
        second.ended("after");
        // The second operator, or the first, has looked at both; nobody touched what was done.
        assertThat(second.counter().writesExcept("/leases", "/events"))
            .noneMatch(sent -> sent.path().contains("/quiet"));
      }
      assertThat(operator.handle("quiet").get().getMetadata().getResourceVersion())
          .isEqualTo(before.getMetadata().getResourceVersion());
    }
  }

  @Test
  void cancelsARunningCall(Cluster cluster) {
    FakeModel model = FakeModel.held();
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("cancelled", "one");
      operator.running("cancelled");
      operator.edit("cancelled", spec -> Specs.with(spec, "cancel", true));
      assertThat(completed(operator.ended("cancelled"))).isEqualTo("Cancelled");
    }
  }

  @Test
  void cancelsTheOldCallWhenTheTextIsEditedDuringIt(Cluster cluster) {
    FakeModel model = FakeModel.held();
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("changed", "one");
      operator.running("changed");
      operator.edit("changed", _ -> OperatorOnCluster.specOf("two"));
      operator.running("changed");
      Awaits.await("the second call", model::asked, asked -> asked.contains("two"));
      model.open();
      assertThat(text(operator.ended("changed"))).isEqualTo("two");
    }
  }

  @Test
  void cancelsTheCallOfARequestThatIsDeletedAtOnce(Cluster cluster) {
    FakeModel model = FakeModel.held();
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("gone", "one");
      operator.running("gone");
      operator.handle("gone").delete();
      Awaits.await("the call is cancelled", model::cancelled, cancelled -> cancelled == 1);
    }
  }

  @Test
  void holdsADeletedRequestUntilItsCallIsCancelled(Cluster cluster) {
    FakeModel model = FakeModel.held();
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("deleted", "one");
      Awaits.await(
          "the finalizer",
          () -> operator.handle("deleted").get().getFinalizers(),
          finalizers -> finalizers.contains("ai.fairway.dev/call"));
      operator.handle("deleted").delete();
      Awaits.await("the request is gone", () -> operator.handle("deleted").get(), r -> r == null);
      Awaits.await(
          "an event says so",
          () -> reasons(cluster),
          reasons -> reasons.contains("InferenceCancelled"));
    }
  }

  @Test
  void timesOut(Cluster cluster) {
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, FakeModel.held())) {
      operator.ask("late", "one", spec -> Specs.with(spec, "timeout", "1s"));
      ModelInferenceRequestStatus status = operator.ended("late");
      assertThat(completed(status)).isEqualTo("TimedOut");
      assertThat(status.condition(Conditions.COMPLETED).orElseThrow().message())
          .isEqualTo("spec.timeout: no answer within 1s");
    }
  }

  @Test
  void retriesWhatMayBeRetriedAndNoMore(Cluster cluster) {
    FakeModel model =
        FakeModel.failing(new ModelFailure.Throttled("slow down", Duration.ofMillis(10)));
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("throttled", "one");
      assertThat(completed(operator.ended("throttled"))).isEqualTo("Throttled");
      assertThat(model.calls()).isEqualTo(3);
    }
  }

  @Test
  void doesNotRetryARefusedCredential(Cluster cluster) {
    FakeModel model = FakeModel.failing(new ModelFailure.Unauthorized("wrong key"));
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("unauthorized", "one");
      assertThat(completed(operator.ended("unauthorized"))).isEqualTo("Unauthorized");
      assertThat(model.calls()).isEqualTo(1);
    }
  }

  @Test
  void deletesARequestWhenItsTimeAfterTheEndIsOver(Cluster cluster) {
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, FakeModel.saying("yes"))) {
      operator.ask("short", "one", spec -> Specs.with(spec, "ttlSecondsAfterFinished", 1));
      Awaits.await("the request is gone", () -> operator.handle("short").get(), r -> r == null);
    }
  }

  @Test
  void selectsTheFieldsAskedFor(Cluster cluster) {
    FakeModel model = FakeModel.saying("{\"sentiment\":\"positive\",\"confidence\":0.9,\"x\":1}");
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("fields", "one", spec -> fields(spec, List.of("sentiment", "confidence")));
      assertThat(operator.ended("fields").inferenceResult())
          .isEqualTo(FreeJson.of(Map.of("sentiment", "positive", "confidence", 0.9)));
    }
  }

  @Test
  void namesTheFieldThatIsMissingInTheAnswer(Cluster cluster) {
    FakeModel model = FakeModel.saying("{\"sentiment\":\"positive\"}");
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("missing", "one", spec -> fields(spec, List.of("sentiment", "confidence")));
      ModelInferenceRequestStatus status = operator.ended("missing");
      assertThat(completed(status)).isEqualTo("OutputMismatch");
      assertThat(status.condition(Conditions.COMPLETED).orElseThrow().message())
          .isEqualTo("spec.outputSpec.fields: the answer has no field confidence");
      assertThat(status.usage()).isNotNull();
    }
  }

  @Test
  void deliversALargeAnswerToAConfigMap(Cluster cluster) {
    FakeModel model = FakeModel.saying("x".repeat(300_000));
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("large", "one");
      ModelInferenceRequestStatus status = operator.ended("large");
      assertThat(Objects.requireNonNull(status.resultRef()).key())
          .isEqualTo("large-result/result.json");
      assertThat(cluster.client().configMaps().withName("large-result").get().getData())
          .containsKey("result.json");
    }
  }

  @Test
  void tellsItsStoryInEvents(Cluster cluster) {
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, FakeModel.saying("yes"))) {
      operator.ask("story", "one");
      operator.ended("story");
      Awaits.await(
          "both events",
          () -> reasons(cluster),
          reasons -> reasons.containsAll(List.of("InferenceStarted", "InferenceSucceeded")));
    }
  }

  private static ModelInferenceRequestSpec fields(
      ModelInferenceRequestSpec spec, List<String> names) {
    return Specs.with(spec, "outputSpec", Map.of("fields", names));
  }

  private static List<String> reasons(Cluster cluster) {
    return cluster.client().events().v1().events().list().getItems().stream()
        .map(event -> event.getReason())
        .toList();
  }
}

package dev.fairway.operator;

import static dev.fairway.operator.OperatorOnCluster.completed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import dev.fairway.testing.RequestCounter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The rows of the table of crash windows: what another process, or the same pod started again,
/// makes of what a holder left behind.
@FairwayCluster(crds = "../deploy/crds")
class InterruptionTest {

  @Test
  void failsACallWhoseHolderDied(Cluster cluster) {
    FakeModel dead = FakeModel.held();
    FakeModel next = FakeModel.saying("again");
    Unplugged plug = new Unplugged();
    try (FairwayOperator _ = operator(cluster, plug, dead)) {
      claimThenDie(cluster, dead, plug, "Fail");
      try (OperatorOnCluster restarted = OperatorOnCluster.with(cluster, next)) {
        assertThat(completed(restarted.ended("asked"))).isEqualTo("Interrupted");
        assertThat(next.calls()).isZero();
      }
    }
  }

  @Test
  void asksAgainWhenTheRequestAllowsIt(Cluster cluster) {
    FakeModel dead = FakeModel.held();
    FakeModel next = FakeModel.saying("again");
    Unplugged plug = new Unplugged();
    try (FairwayOperator _ = operator(cluster, plug, dead)) {
      claimThenDie(cluster, dead, plug, "Retry");
      try (OperatorOnCluster restarted = OperatorOnCluster.with(cluster, next)) {
        ModelInferenceRequestStatus status = restarted.ended("asked");
        assertThat(completed(status)).isEqualTo("Answered");
        assertThat(OperatorOnCluster.attempt(status).number()).isEqualTo(2);
        assertThat(next.calls()).isEqualTo(1);
      }
    }
  }

  @Test
  void waitsForTheLeaseOfAnotherPodToRunOut(Cluster cluster) {
    FakeModel dead = FakeModel.held();
    FakeModel next = FakeModel.saying("again");
    Unplugged plug = new Unplugged();
    try (FairwayOperator _ = operator(cluster, plug, dead)) {
      claimThenDie(cluster, dead, plug, "Fail");
      try (OperatorOnCluster other = OperatorOnCluster.named(cluster, "pod-1", next)) {
        assertThat(completed(other.ended("asked"))).isEqualTo("Interrupted");
      }
    }
  }

  @Test
  void refusesTheLateAnswerOfADeposedHolder(Cluster cluster) {
    FakeModel deposed = FakeModel.held();
    FakeModel next = FakeModel.saying("from the next holder");
    try (OperatorOnCluster first = OperatorOnCluster.with(cluster, deposed)) {
      first.ask("asked", "one");
      first.running("asked");
      takeOver(cluster);
      deposed.open();
      Awaits.await("the call has been made", deposed::calls, calls -> calls == 1);
      first.ask("other", "two");
      first.ended("other");
      assertThat(OperatorOnCluster.handle(cluster, "asked").get().getStatus().inferenceResult())
          .isNull();
      assertThat(next.calls()).isZero();
    }
  }

  @Test
  void settlesItsCallsWhenItStopsInOrder(Cluster cluster) {
    FakeModel model = FakeModel.held();
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("stopped", "one");
      operator.running("stopped");
    }
    ModelInferenceRequestStatus status =
        OperatorOnCluster.await(cluster, "stopped", "has ended", OperatorOnCluster::isEnded);
    assertThat(completed(status)).isEqualTo("Interrupted");
    assertThat(status.condition(Conditions.RUNNING).orElseThrow().holds()).isFalse();
  }

  @Test
  void givesBackClaimsThatWereNotSentWhenItStops(Cluster cluster) {
    List<String> names =
        IntStream.range(0, OperatorOnCluster.PLACES + 2).mapToObj(i -> "r" + i).toList();
    FakeModel model = FakeModel.held();
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      names.forEach(name -> operator.ask(name, name));
      names.forEach(operator::running);
      Awaits.await(
          "all places are taken", model::calls, calls -> calls == OperatorOnCluster.PLACES);
    }
    FakeModel next = FakeModel.saying("again");
    try (OperatorOnCluster restarted = OperatorOnCluster.with(cluster, next)) {
      assertThat(names)
          .extracting(name -> completed(restarted.ended(name)))
          .containsOnly("Interrupted", "Answered");
      assertThat(next.calls()).isEqualTo(2);
    }
  }

  private static FairwayOperator operator(Cluster cluster, Unplugged plug, FakeModel model) {
    KubernetesClient client = cluster.newClient(new RequestCounter(), plug);
    client.getConfiguration().setRequestRetryBackoffLimit(0);
    return OperatorOnCluster.start(
        client, cluster.namespace(), "pod-0", model, OperatorOnCluster.NO_REMOTE);
  }

  private static void claimThenDie(
      Cluster cluster, FakeModel model, Unplugged plug, String onInterruption) {
    OperatorOnCluster.create(
        cluster,
        "asked",
        Specs.with(OperatorOnCluster.specOf("one"), "onInterruption", onInterruption));
    Awaits.await("the call", model::calls, calls -> calls == 1);
    plug.pull();
  }

  /// What another process would write that took the claim over.
  private static void takeOver(Cluster cluster) {
    ModelInferenceRequest request = OperatorOnCluster.handle(cluster, "asked").get();
    ModelInferenceRequestStatus status = request.getStatus();
    Attempt attempt = OperatorOnCluster.attempt(status);
    request.setStatus(
        status.withAttempt(
            new Attempt(
                attempt.number() + 1,
                "foreign",
                "pod-9_gone",
                attempt.startedAt(),
                attempt.deadline(),
                attempt.callHash())));
    cluster.client().resource(request).updateStatus();
  }
}

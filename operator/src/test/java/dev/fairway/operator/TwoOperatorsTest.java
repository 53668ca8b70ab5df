package dev.fairway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@FairwayCluster(crds = "../deploy/crds")
class TwoOperatorsTest {
  private static final int REQUESTS = 40;

  @Test
  void neverCallTwiceForOneAttempt(Cluster cluster) {
    FakeModel model = FakeModel.answering(text -> text);
    try (OperatorOnCluster first = OperatorOnCluster.named(cluster, "pod-0", model);
        OperatorOnCluster second = OperatorOnCluster.named(cluster, "pod-1", model)) {
      List<String> names = IntStream.range(0, REQUESTS).mapToObj(i -> "r" + i).toList();
      names.forEach(name -> first.ask(name, name));
      for (String name : names) {
        assertThat(OperatorOnCluster.text(second.ended(name))).isEqualTo(name);
      }
      assertThat(model.asked()).containsExactlyInAnyOrderElementsOf(names);
    }
  }
}

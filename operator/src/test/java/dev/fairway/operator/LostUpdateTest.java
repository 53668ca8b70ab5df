package dev.fairway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Edits that meet the operator's own status writes are not swallowed, whichever comes first.
@FairwayCluster(crds = "../deploy/crds")
class LostUpdateTest {
  private static final int EDITS = 15;

  @Test
  void answersTheLastOfManyEdits(Cluster cluster) {
    FakeModel model = FakeModel.answering(text -> text);
    try (OperatorOnCluster operator = OperatorOnCluster.with(cluster, model)) {
      operator.ask("edited", "text 0");
      IntStream.rangeClosed(1, EDITS)
          .forEach(i -> operator.edit("edited", _ -> OperatorOnCluster.specOf("text " + i)));
      assertThat(OperatorOnCluster.text(operator.ended("edited"))).isEqualTo("text " + EDITS);
    }
  }
}

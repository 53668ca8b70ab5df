package dev.fairway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.operator.status.StaleStatus;
import dev.fairway.operator.status.StatusWriter;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import dev.fairway.testing.RequestCounter;
import java.util.Map;
import org.junit.jupiter.api.Test;

@FairwayCluster(crds = "../deploy/crds")
class StatusWriterTest {
  private static final ModelInferenceRequestStatus SEEN =
      ModelInferenceRequestStatus.EMPTY.withObservedGeneration(1L);

  @Test
  void writesNothingThatIsThereAlready(Cluster cluster) {
    RequestCounter counter = new RequestCounter();
    var writer = new StatusWriter<>(cluster.newClient(counter), ModelInferenceRequest.class);
    ModelInferenceRequest written = writer.write(create(cluster), SEEN);
    writer.write(written, SEEN);
    assertThat(counter.writesExcept()).hasSize(1);
  }

  @Test
  void writesInSpiteOfANewLabel(Cluster cluster) {
    var writer = writer(cluster);
    ModelInferenceRequest observed = create(cluster);
    label(cluster);
    writer.write(observed, SEEN);
    assertThat(OperatorOnCluster.handle(cluster, "one").get().getStatus()).isEqualTo(SEEN);
  }

  @Test
  void refusesToWriteWhenTheSpecHasMoved(Cluster cluster) {
    var writer = writer(cluster);
    ModelInferenceRequest observed = create(cluster);
    OperatorOnCluster.handle(cluster, "one")
        .edit(request -> {
          request.setSpec(OperatorOnCluster.specOf("two"));
          return request;
        });
    assertThatThrownBy(() -> writer.write(observed, SEEN)).isInstanceOf(StaleStatus.class);
  }

  @Test
  void refusesToWriteOverAnotherWriter(Cluster cluster) {
    ModelInferenceRequest observed = create(cluster);
    writer(cluster).write(observed, SEEN);
    assertThatThrownBy(() -> writer(cluster).write(observed, SEEN.withDuration("1s")))
        .isInstanceOf(StaleStatus.class);
  }

  @Test
  void remembersWhatItWroteUntilTheInformerHasIt(Cluster cluster) {
    var writer = writer(cluster);
    ModelInferenceRequest cached = create(cluster);
    ModelInferenceRequest written = writer.write(cached, SEEN);
    assertThat(writer.freshest(cached)).isSameAs(written);
    assertThat(writer.freshest(OperatorOnCluster.handle(cluster, "one").get()).getStatus())
        .isEqualTo(SEEN);
  }

  private static StatusWriter<ModelInferenceRequestStatus, ModelInferenceRequest> writer(
      Cluster cluster) {
    return new StatusWriter<>(cluster.client(), ModelInferenceRequest.class);
  }

  private static ModelInferenceRequest create(Cluster cluster) {
    return OperatorOnCluster.create(cluster, "one", OperatorOnCluster.specOf("one"));
  }

  private static void label(Cluster cluster) {
    OperatorOnCluster.handle(cluster, "one")
        .edit(request -> {
          request.getMetadata().setLabels(Map.of("team", "a"));
          return request;
        });
  }
}

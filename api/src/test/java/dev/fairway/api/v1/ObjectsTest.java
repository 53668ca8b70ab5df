package dev.fairway.api.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/// Objects an API server must take (`valid-<why>.yaml`) or refuse (`invalid-<why>.yaml`, which says
/// with which field and message).
@FairwayCluster(crds = "../deploy/crds")
class ObjectsTest {
  private static final Path OBJECTS = Path.of("src/test/resources/objects");
  private static final String DRY_RUN = "&dryRun=All";

  @TestFactory
  Stream<DynamicTest> takes(Cluster cluster) throws IOException {
    return cases("valid-", file -> takes(file, cluster));
  }

  @TestFactory
  Stream<DynamicTest> refuses(Cluster cluster) throws IOException {
    return cases("invalid-", file -> refuses(file, cluster));
  }

  @Test
  void defaultsAreFilledIn(Cluster cluster) throws IOException {
    Path file = OBJECTS.resolve("modelinferencerequests/valid-least.yaml");
    create(cluster, file, object(file), "");
    var spec =
        cluster.client().resources(ModelInferenceRequest.class).withName("case").get().getSpec();
    assertThat(spec)
        .isEqualTo(
            ModelInferenceRequestSpec.of(
                ModelRef.of("sentiment"), FreeJson.of(Map.of("text", "Great"))));
  }

  @Test
  void aFullStatusComesBackAsItWasWritten(Cluster cluster) throws IOException {
    Path file = OBJECTS.resolve("modelinferencerequests/valid-least.yaml");
    create(cluster, file, object(file), "");
    var requests = cluster.client().resources(ModelInferenceRequest.class);
    var request = requests.withName("case").get();
    request.setStatus(fullStatus());
    requests.resource(request).updateStatus();
    assertThat(requests.withName("case").get().getStatus()).isEqualTo(fullStatus());
  }

  private static ModelInferenceRequestStatus fullStatus() {
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    return ModelInferenceRequestStatus.EMPTY
        .withObservedGeneration(1L)
        .withCondition(new Condition("Completed", "True", 1L, time, "Answered", ""))
        .withInferenceResult(FreeJson.parse("{\"a\":[1,null,{\"b\":\"c\"}]}"))
        .withResultRef(new ResultRef("s3", "k", 5L, "0".repeat(64), "text/plain", time))
        .withModel(new AnsweringModel("local", "sentiment", "1", "route"))
        .withUsage(Usage.of(1L, 2L, 3L, 4L, 5L))
        .withCost(new Cost("0.00000042", "USD"))
        .withStartTime(time)
        .withCompletionTime(time.plusMillis(1200))
        .withDuration("1.2s")
        .withAttempt(new Attempt(1, "id", "pod-1", time, time.plusSeconds(120), "hash"));
  }

  private static void takes(Path file, Cluster cluster) throws IOException {
    var object = object(file);
    String created = create(cluster, file, object, DRY_RUN);
    var spec = (Map<?, ?>) Serialization.unmarshal(created, Map.class).get("spec");
    assertThat(contains(spec, object.get("spec"))).as("nothing is dropped from %s", spec).isTrue();
  }

  private static void refuses(Path file, Cluster cluster) throws IOException {
    var object = object(file);
    var refused =
        catchThrowableOfType(
            KubernetesClientException.class, () -> create(cluster, file, object, DRY_RUN));
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.getStatus().getMessage()).contains(header(file, "message").orElseThrow());
    header(file, "field").ifPresent(field -> assertThat(fields(refused)).contains(field));
  }

  private static String create(Cluster cluster, Path file, Map<?, ?> object, String query) {
    String kind = file.getName(file.getNameCount() - 2).toString();
    return cluster
        .client()
        .raw(
            "/apis/ai.fairway.dev/v1/namespaces/%s/%s?fieldValidation=Strict%s"
                .formatted(cluster.namespace(), kind, query),
            "POST",
            object);
  }

  private static List<String> fields(KubernetesClientException refused) {
    return refused.getStatus().getDetails().getCauses().stream()
        .map(StatusCause::getField)
        .toList();
  }

  // The server adds defaults but changes nothing that was there.
  private static boolean contains(@Nullable Object whole, @Nullable Object part) {
    if (whole instanceof List<?> w && part instanceof List<?> p) {
      return w.size() == p.size()
          && IntStream.range(0, p.size()).allMatch(i -> contains(w.get(i), p.get(i)));
    }
    if (!(whole instanceof Map<?, ?> w && part instanceof Map<?, ?> p))
      return Objects.equals(part, whole);
    return p.entrySet().stream()
        .allMatch(entry ->
            w.containsKey(entry.getKey()) && contains(w.get(entry.getKey()), entry.getValue()));
  }

  private static Map<?, ?> object(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), Map.class);
  }

  private static Optional<String> header(Path file, String name) throws IOException {
    String start = "# " + name + ": ";
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  private static Stream<DynamicTest> cases(String prefix, ThrowingConsumer<Path> test)
      throws IOException {
    try (Stream<Path> files = Files.walk(OBJECTS)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .map(file -> dynamicTest(OBJECTS.relativize(file).toString(), () -> test.accept(file)))
          .toList()
          .stream();
    }
  }
}

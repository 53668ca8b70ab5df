package dev.fairway.apiserver.collect;

import static dev.fairway.apiserver.collect.RunningControllers.MAPS;
import static dev.fairway.apiserver.collect.RunningControllers.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.store.Key;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespaceCollectorTest {
  private static final Key SPACE = new Key(NamespaceCollector.NAMESPACES, "", "space");

  private final RunningControllers running = new RunningControllers();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aDeletedNamespaceIsEmptiedAndGoes() {
    running.defineThings();
    running.create(SPACE, Map.of());
    Key map = new Key(MAPS, "space", "a");
    Key thing = new Key(RunningControllers.THINGS, "space", "b");
    Key elsewhere = RunningControllers.map("stays");
    running.create(map, Map.of());
    running.create(thing, Map.of());
    running.create(elsewhere, Map.of());

    running.delete(SPACE, "Background");

    running.awaitGone(map, thing, SPACE);
    assertThat(running.exists(elsewhere)).isTrue();
  }

  @Test
  void conditionsSayWhatADeletedNamespaceWaitsFor() {
    running.create(SPACE, Map.of());
    Key held = new Key(SECRETS, "space", "held");
    running.create(held, Map.of("finalizers", List.of("example.com/held")));
    running.create(new Key(MAPS, "space", "free"), Map.of());

    running.delete(SPACE, "Background");
    running.await(
        "only the held Secret is left",
        () ->
            messages()
                .getOrDefault("NamespaceContentRemaining", "")
                .equals("Some resources are remaining: secrets. has 1 resource instances"));

    assertThat(messages())
        .containsEntry(
            "NamespaceFinalizersRemaining",
            "Some content in the namespace has finalizers remaining: example.com/held in 1 resource"
                + " instances")
        .containsEntry(
            "NamespaceDeletionContentFailure",
            "All content successfully deleted, may be waiting on finalization")
        .containsKeys(
            "NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure");
    assertThat(Trees.text(Trees.map(space(), "status"), "phase")).isEqualTo("Terminating");
    running.setMetadata(held, "finalizers", List.of());
    running.awaitGone(held, SPACE);
  }

  private Map<String, String> messages() {
    return Trees.objects(Trees.map(space(), "status"), "conditions").stream()
        .collect(Collectors.toMap(c -> Trees.text(c, "type"), c -> Trees.text(c, "message")));
  }

  private Map<String, Object> space() {
    return running.find(SPACE).orElseThrow().object();
  }
}

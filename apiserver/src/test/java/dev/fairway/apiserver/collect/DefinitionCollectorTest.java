package dev.fairway.apiserver.collect;

import static dev.fairway.apiserver.collect.RunningControllers.DEFINITION;
import static dev.fairway.apiserver.collect.RunningControllers.THINGS;

import dev.fairway.apiserver.store.Key;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DefinitionCollectorTest {
  private final RunningControllers running = new RunningControllers();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aDeletedDefinitionTakesItsObjectsWithIt() {
    running.defineThings();
    Key held = new Key(THINGS, "default", "held");
    Key free = new Key(THINGS, "kube-system", "free");
    running.create(held, Map.of("finalizers", List.of("example.com/held")));
    running.create(free, Map.of());

    running.delete(DEFINITION, "Background");
    running.awaitGone(free);
    running.await(
        "the definition says that it is going",
        () -> reason().equals("InstanceDeletionInProgress"));
    running.setMetadata(held, "finalizers", List.of());

    running.awaitGone(held, DEFINITION);
  }

  @Test
  void aDefinitionWithoutObjectsGoesAtOnce() {
    running.defineThings();
    running.delete(DEFINITION, "Background");

    running.awaitGone(DEFINITION);
    running.await(
        "the kind is not served",
        () -> running.api.kinds().stream().noneMatch(kind -> kind.type().equals(THINGS)));
  }

  private String reason() {
    return Trees.objects(
            Trees.map(running.find(DEFINITION).orElseThrow().object(), "status"), "conditions")
        .stream()
        .filter(condition -> "Terminating".equals(condition.get("type")))
        .map(condition -> Trees.text(condition, "reason"))
        .findFirst()
        .orElse("");
  }
}

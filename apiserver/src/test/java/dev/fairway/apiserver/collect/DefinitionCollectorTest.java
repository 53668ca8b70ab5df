package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DefinitionCollectorTest {
  private static final Key DEFINITION =
      new Key(DefinitionCollector.DEFINITIONS, "", "things.example.com");

  private final RunningControllers running = new RunningControllers();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aDeletedDefinitionTakesItsObjectsWithIt() {
    define(true);
    ResourceType things = running.api.serve("example.com", "v1", "things", "Thing", true);
    Key held = new Key(things, "default", "held");
    Key free = new Key(things, "kube-system", "free");
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
  void aDefinitionNeverServedGoesAtOnce() {
    define(false);

    running.delete(DEFINITION, "Background");

    running.awaitGone(DEFINITION);
  }

  private void define(boolean established) {
    Map<String, Object> _ =
        running.api.call(
            "POST",
            running.kind(DEFINITION.type()).path(""),
            Map.of(
                "metadata",
                Map.of(
                    "name",
                    DEFINITION.name(),
                    "finalizers",
                    List.of(DefinitionCollector.FINALIZER)),
                "spec",
                Map.of("group", "example.com", "names", Map.of("plural", "things")),
                "status",
                Map.of(
                    "conditions",
                    List.of(
                        Map.of("type", "Established", "status", established ? "True" : "False")))));
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

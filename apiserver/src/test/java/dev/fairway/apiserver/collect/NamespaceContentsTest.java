package dev.fairway.apiserver.collect;

import static dev.fairway.apiserver.collect.RunningControllers.MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceType;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespaceContentsTest {
  private static final ResourceType ACCOUNTS = new ResourceType("", "serviceaccounts");

  private final RunningControllers running = new RunningControllers();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void theFirstNamespacesAreThereAfterTheStart() {
    for (String name : new String[] {"default", "kube-system", "kube-public", "kube-node-lease"}) {
      assertThat(running.exists(new Key(NamespaceCollector.NAMESPACES, "", name))).isTrue();
      assertThat(running.exists(new Key(ACCOUNTS, name, "default"))).isTrue();
      assertThat(rootCa(name)).isEqualTo(Map.of("ca.crt", "the CA"));
    }
  }

  @Test
  void aNewNamespaceIsFurnished() {
    running.create(new Key(NamespaceCollector.NAMESPACES, "", "new"), Map.of());

    running.await("account", () -> running.exists(new Key(ACCOUNTS, "new", "default")));
    running.await("root CA", () -> running.exists(new Key(MAPS, "new", "kube-root-ca.crt")));
  }

  @Test
  void whatIsDeletedOrChangedIsRestored() {
    Key map = new Key(MAPS, "default", "kube-root-ca.crt");
    Map<String, Object> _ =
        running.api.call(
            "PATCH",
            running.kind(MAPS).path(map),
            Map.of("data", Map.of("ca.crt", "forged", "more", "x")));
    running.delete(new Key(ACCOUNTS, "default", "default"), "Background");

    running.await("root CA", () -> rootCa("default").equals(Map.of("ca.crt", "the CA")));
    running.await("account", () -> running.exists(new Key(ACCOUNTS, "default", "default")));
  }

  private Map<String, Object> rootCa(String namespace) {
    return Trees.map(
        running.find(new Key(MAPS, namespace, "kube-root-ca.crt")).orElseThrow().object(), "data");
  }
}

package dev.fairway.apiserver.collect;

import static dev.fairway.apiserver.collect.RunningControllers.SECRETS;
import static dev.fairway.apiserver.collect.RunningControllers.blocking;
import static dev.fairway.apiserver.collect.RunningControllers.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.store.Key;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnerCollectorTest {
  private static final List<String> HELD = List.of("example.com/held");

  private final RunningControllers running = new RunningControllers();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void dependentsFollowTheirOwnerThroughAllGenerations() {
    Map<String, Object> owner = running.create(map("owner"), Map.of());
    Map<String, Object> child = running.createOwned(map("child"), List.of(owner));
    running.createOwned(new Key(SECRETS, "default", "grandchild"), List.of(child));
    running.settle();
    assertThat(running.exists(map("child"))).isTrue();

    running.delete(map("owner"), "Background");

    running.awaitGone(map("child"), new Key(SECRETS, "default", "grandchild"));
  }

  @Test
  void aDependentOfSomethingThatNeverExistedIsCollected() {
    Map<String, Object> owner = running.create(map("owner"), Map.of());
    owner.put("uid", "another");

    running.createOwned(map("child"), List.of(owner));

    running.awaitGone(map("child"));
    assertThat(running.exists(map("owner"))).isTrue();
  }

  @Test
  void anOwnerInAnotherNamespaceIsNone() {
    running.create(new Key(NamespaceCollector.NAMESPACES, "", "other"), Map.of());
    Map<String, Object> owner = running.create(new Key(SECRETS, "other", "owner"), Map.of());

    running.createOwned(map("child"), List.of(owner));

    running.awaitGone(map("child"));
    assertThat(running.store.snapshot().list(EventExpiry.EVENTS, "default", null, 0))
        .singleElement()
        .extracting(event -> Trees.text(event.tree(), "message"))
        .isEqualTo(
            "ownerRef [v1/Secret, namespace: default, name: owner, uid: %s] does not exist in"
                    .formatted(owner.get("uid"))
                + " namespace \"default\"");
  }

  @Test
  void aDependentKeepsItsOtherOwnerAndLosesTheReference() {
    Map<String, Object> one = running.create(map("one"), Map.of());
    Map<String, Object> two = running.create(map("two"), Map.of());
    running.createOwned(map("child"), List.of(one, two));

    running.delete(map("one"), "Background");

    running.await(
        "the reference is removed",
        () ->
            running.find(map("child")).orElseThrow().owners().stream()
                .map(Metadata.Owner::name)
                .toList()
                .equals(List.of("two")));
  }

  @Test
  void aForegroundDeletionWaitsForDependentsThatBlock() {
    Map<String, Object> owner = running.create(map("owner"), Map.of());
    running.createOwned(map("child"), List.of(blocking(owner)));
    running.setMetadata(map("child"), "finalizers", HELD);
    running.createOwned(map("free"), List.of(owner));

    running.delete(map("owner"), "Foreground");
    running.await("child is deleted", () -> running.find(map("child")).orElseThrow().deleting());
    running.awaitGone(map("free"));
    running.settle();
    assertThat(running.exists(map("owner"))).isTrue();
    running.setMetadata(map("child"), "finalizers", List.of());

    running.awaitGone(map("child"), map("owner"));
  }

  @Test
  void aForegroundDeletionGoesThroughAllGenerations() {
    Map<String, Object> owner = running.create(map("owner"), Map.of());
    Map<String, Object> child = running.createOwned(map("child"), List.of(blocking(owner)));
    running.createOwned(map("grandchild"), List.of(blocking(child)));
    running.setMetadata(map("grandchild"), "finalizers", HELD);
    running.settle();

    running.delete(map("owner"), "Foreground");
    running.await(
        "grandchild is deleted", () -> running.find(map("grandchild")).orElseThrow().deleting());
    assertThat(running.find(map("child")).orElseThrow().waitsForDependents()).isTrue();
    running.setMetadata(map("grandchild"), "finalizers", List.of());

    running.awaitGone(map("grandchild"), map("child"), map("owner"));
  }

  @Test
  void aCircleOfForegroundDeletionsDoesNotWaitForItself() {
    Map<String, Object> one = running.create(map("one"), Map.of());
    Map<String, Object> two = running.createOwned(map("two"), List.of(blocking(one)));
    running.setMetadata(map("one"), "ownerReferences", List.of(blocking(two)));
    running.settle();

    running.delete(map("one"), "Foreground");

    running.awaitGone(map("one"), map("two"));
  }

  @Test
  void anOrphaningDeletionLeavesDependentsWithoutReference() {
    Map<String, Object> owner = running.create(map("owner"), Map.of());
    running.createOwned(map("child"), List.of(owner));

    running.delete(map("owner"), "Orphan");

    running.awaitGone(map("owner"));
    running.settle();
    assertThat(running.find(map("child")).orElseThrow().owners()).isEmpty();
  }

  @Test
  void aClusterScopedObjectWithNamespacedOwnerIsLeftAlone() {
    Map<String, Object> owner = running.create(map("owner"), Map.of());
    Key cluster = new Key(NamespaceCollector.NAMESPACES, "", "cluster");
    running.createOwned(cluster, List.of(owner));

    running.delete(map("owner"), "Background");
    running.settle();

    assertThat(running.find(cluster).orElseThrow().deleting()).isFalse();
  }

  @Test
  void anOwnerOfUnknownKindProtectsItsDependents() {
    Map<String, Object> owner =
        Map.of("apiVersion", "example.com/v1", "kind", "Thing", "name", "a", "uid", "1");
    running.createOwned(map("child"), List.of(owner));
    running.settle();

    assertThat(running.exists(map("child"))).isTrue();
  }

  @Test
  void aKindServedLaterJoins() {
    running.defineThings();
    Key thing = new Key(RunningControllers.THINGS, "default", "a");
    Map<String, Object> owner = running.create(thing, Map.of());
    running.createOwned(map("child"), List.of(owner));
    Map<String, Object> other = running.create(map("other"), Map.of());
    running.createOwned(new Key(RunningControllers.THINGS, "default", "b"), List.of(other));

    running.delete(thing, "Background");
    running.delete(map("other"), "Background");

    running.awaitGone(map("child"), new Key(RunningControllers.THINGS, "default", "b"));
  }

  @Test
  void whatHappenedWhileNobodyLookedIsMadeUpFor() {
    Map<String, Object> owner = running.create(map("owner"), Map.of());
    running.createOwned(map("child"), List.of(owner));
    running.stop();
    running.delete(map("owner"), "Background");
    assertThat(running.exists(map("child"))).isTrue();

    running.restart();

    running.awaitGone(map("child"));
  }

  @Test
  void nothingIsWrittenWhenNothingIsToDo() {
    Map<String, Object> owner = running.create(map("owner"), Map.of());
    running.createOwned(map("child"), List.of(blocking(owner)));
    running.settle();
    long revision = running.store.snapshot().revision();
    running.setMetadata(map("child"), "labels", Map.of("a", "b"));
    running.setMetadata(map("owner"), "labels", Map.of("a", "b"));
    running.settle();

    // The two label changes, and the marker that comes and goes.
    assertThat(running.store.snapshot().revision() - revision).isEqualTo(4);
  }
}

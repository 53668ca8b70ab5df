package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the collectors read of an object.
record Metadata(Map<String, Object> object) {
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";

  /// One owner reference.
  ///
  /// @param blocks the owner must wait for this dependent in a foreground deletion
  /// @param tree the reference as it is stored
  record Owner(
      String apiVersion,
      String kind,
      String name,
      String uid,
      boolean blocks,
      Map<String, Object> tree) {
    String group() {
      int slash = apiVersion.indexOf('/');
      return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
  }

  static Metadata of(Stored stored) {
    return new Metadata(stored.tree());
  }

  String uid() {
    return text("uid");
  }

  String resourceVersion() {
    return text("resourceVersion");
  }

  boolean deleting() {
    return metadata().get("deletionTimestamp") != null;
  }

  boolean waitsForDependents() {
    return deleting() && finalizers().contains(FOREGROUND);
  }

  List<String> finalizers() {
    return Trees.texts(metadata(), "finalizers");
  }

  List<Owner> owners() {
    List<Owner> owners = new ArrayList<>();
    for (Map<String, Object> tree : Trees.objects(metadata(), "ownerReferences")) {
      owners.add(
          new Owner(
              Trees.text(tree, "apiVersion"),
              Trees.text(tree, "kind"),
              Trees.text(tree, "name"),
              Trees.text(tree, "uid"),
              Boolean.TRUE.equals(tree.get("blockOwnerDeletion")),
              tree));
    }
    return owners;
  }

  /// Nothing changed that a collector looks at.
  boolean sameOwnership(Metadata other) {
    return uid().equals(other.uid())
        && deleting() == other.deleting()
        && finalizers().equals(other.finalizers())
        && owners().equals(other.owners());
  }

  private String text(String field) {
    return Trees.text(metadata(), field);
  }

  private Map<String, Object> metadata() {
    return Json.object(object.getOrDefault("metadata", Map.of()));
  }
}

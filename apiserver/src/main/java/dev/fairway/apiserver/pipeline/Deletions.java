package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.StoreConflict;
import dev.fairway.apiserver.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Deletes objects: at once when nothing holds them, else by marking them, and then whoever removes
/// the last finalizer deletes them.
final class Deletions {
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";

  private final ResourceStore store;
  private final Lists lists;
  private final Bodies bodies;
  private final Preparation preparation;

  Deletions(ResourceStore store, Lists lists, Bodies bodies, Preparation preparation) {
    this.store = store;
    this.lists = lists;
    this.bodies = bodies;
    this.preparation = preparation;
  }

  /// How to delete: from the body, or else from the query.
  ///
  /// @param policy Orphan, Background, Foreground; empty for the kind's own
  record Options(String uid, String version, String policy, boolean dryRun) {}

  /// The state left behind.
  ///
  /// @param gone the object is not stored any more
  record Outcome(Map<String, Object> object, @Nullable Stored stored, boolean gone) {}

  Options options(Call call, WriteOptions query) {
    Map<String, Object> body =
        call.request().body().length == 0 ? Map.of() : bodies.object(call.request()).object();
    List<String> dryRun = Trees.texts(body, "dryRun");
    WriteOptions.checkDryRun(dryRun, "DeleteOptions");
    String policy = Trees.text(body, "propagationPolicy");
    if (policy.isEmpty()) {
      policy = call.request().parameter("propagationPolicy").orElse("");
    }
    if (policy.isEmpty()) {
      Object orphan = body.get("orphanDependents");
      policy = orphan == null ? "" : Boolean.TRUE.equals(orphan) ? "Orphan" : "Background";
    }
    checkPolicy(policy);
    return new Options(
        Trees.text(body, "preconditions", "uid"),
        Trees.text(body, "preconditions", "resourceVersion"),
        policy,
        query.dryRun() || !dryRun.isEmpty());
  }

  private static void checkPolicy(String policy) {
    if (!List.of("", "Orphan", "Background", "Foreground").contains(policy)) {
      throw ApiFailure.badPropagationPolicy(policy);
    }
  }

  Outcome delete(Call call, Key key, Options options) {
    while (true) {
      Stored stored =
          store
              .snapshot()
              .get(key)
              .orElseThrow(() -> ApiFailure.notFound(call.resource().named(), key.name()));
      try {
        return delete(call, stored, options);
      } catch (StoreConflict _) {
        // Changed meanwhile: look again, preconditions included.
      }
    }
  }

  private Outcome delete(Call call, Stored stored, Options options) {
    ServedResource resource = call.resource();
    ObjectReader reader = new ObjectReader(resource);
    Map<String, Object> object = reader.tree(stored);
    Metadata meta = Metadata.of(object);
    checkPreconditions(resource, meta, options);
    resource.rules().checkDelete(object);
    boolean already = meta.deleting();
    List<String> before = meta.finalizers();
    meta.finalizers(finalizers(before, options.policy()));
    if (!already) {
      meta.set("deletionTimestamp", preparation.now());
      if (resource.rules().deletedGracefully()) {
        meta.set("deletionGracePeriodSeconds", 0L);
        meta.set("generation", meta.generation() > 0 ? (Object) (meta.generation() + 1) : null);
      }
      resource.rules().onDelete(object, preparation.now());
    }
    if (meta.finalizers().isEmpty() && !resource.rules().keptAfterDelete(object)) {
      if (!options.dryRun()) {
        store.delete(stored.key(), stored.revision());
      }
      return new Outcome(object, null, true);
    }
    if (options.dryRun() || (already && meta.finalizers().equals(before))) {
      return new Outcome(object, options.dryRun() ? null : stored, false);
    }
    resource.versions().toStored(object);
    Stored marked = store.update(stored.key(), stored.revision(), object);
    return new Outcome(object, marked, false);
  }

  /// What a client hears when the object is gone.
  static Map<String, Object> success(Call call, Map<String, Object> object) {
    ServedResource resource = call.resource();
    return Trees.of(
        "kind", "Status",
        "apiVersion", "v1",
        "metadata", Map.of(),
        "status", "Success",
        "details",
            Trees.of(
                "name", call.target().name(),
                "group", resource.group().isEmpty() ? null : resource.group(),
                "kind", resource.plural(),
                "uid", Metadata.of(object).uid()));
  }

  private static List<String> finalizers(List<String> before, String policy) {
    List<String> after = new ArrayList<>(before);
    if (!policy.isEmpty()) {
      after.removeAll(List.of(FOREGROUND, ORPHAN));
    }
    switch (policy) {
      case "Foreground" -> after.add(FOREGROUND);
      case "Orphan" -> after.add(ORPHAN);
      default -> {}
    }
    return after;
  }

  private static void checkPreconditions(ServedResource resource, Metadata meta, Options options) {
    ResourceType named = new ResourceType(resource.group(), resource.kind());
    if (!options.uid().isEmpty() && !options.uid().equals(meta.uid())) {
      throw ApiFailure.conflict(
          named,
          meta.name(),
          ("the UID in the precondition (%s) does not match the UID in record (%s). The object might"
                  + " have been deleted and then recreated")
              .formatted(options.uid(), meta.uid()));
    }
    if (!options.version().isEmpty() && !options.version().equals(meta.resourceVersion())) {
      throw ApiFailure.conflict(
          named,
          meta.name(),
          ("the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record"
                  + " (%s). The object might have been modified")
              .formatted(options.version(), meta.resourceVersion()));
    }
  }

  /// Deletes everything selected and answers what was.
  Lists.Page deleteAll(
      Call call, Selection selection, ListQuery query, Options options, ObjectReader reader) {
    Lists.Page page = lists.page(call.resource(), selection, query, reader);
    for (Stored stored : page.items()) {
      try {
        delete(call, stored.key(), options);
      } catch (ApiFailure e) {
        if (e.code() != 404) {
          throw e;
        }
      }
    }
    return page;
  }
}

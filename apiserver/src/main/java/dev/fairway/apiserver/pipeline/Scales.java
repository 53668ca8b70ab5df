package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.schema.ScalePaths;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.Stored;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The scale subresource of custom resources: a small object of its own kind that reads and sets
/// the replicas where the definition says they are.
final class Scales {
  private final ResourceStore store;
  private final ObjectWrites writes;
  private final Bodies bodies;

  Scales(ResourceStore store, ObjectWrites writes, Bodies bodies) {
    this.store = store;
    this.writes = writes;
    this.bodies = bodies;
  }

  Map<String, Object> get(Call call) {
    Stored stored = store.snapshot().get(call.key()).orElseThrow(call::notFound);
    return scale(call, new ObjectReader(call.resource()).tree(stored));
  }

  Map<String, Object> update(Call call, WriteOptions options) {
    Map<String, Object> wanted = bodies.object(call.request()).object();
    return scale(call, writes.modify(call, options, live -> scaled(call, live, wanted)).object());
  }

  Map<String, Object> patch(Call call, WriteOptions options) {
    Patches patches = Patches.of(call, options);
    return scale(
        call,
        writes
            .modify(
                call,
                options,
                live -> scaled(call, live, patches.patched(Json.copy(scale(call, live)))))
            .object());
  }

  private static Map<String, Object> scaled(
      Call call, Map<String, Object> live, Map<String, Object> scale) {
    String version = Trees.text(scale, "metadata", "resourceVersion");
    if (!version.isEmpty()) {
      Metadata.of(live).set("resourceVersion", version);
    }
    Object replicas = Trees.at(scale, "spec", "replicas");
    long count = replicas instanceof Long number ? number : 0;
    if (count < 0) {
      throw ApiFailure.invalid(
          "autoscaling",
          "Scale",
          call.target().name(),
          List.of(
              FieldError.invalid("spec.replicas", count, "must be greater than or equal to 0")));
    }
    String[] path = keys(paths(call).specReplicas());
    Map<String, Object> parent = live;
    for (int i = 0; i < path.length - 1; i++) {
      parent = Trees.ensure(parent, path[i]);
    }
    parent.put(path[path.length - 1], count);
    return live;
  }

  private static Map<String, Object> scale(Call call, Map<String, Object> object) {
    ScalePaths paths = paths(call);
    Metadata meta = Metadata.of(object);
    String selector = paths.labelSelector() == null ? "" : text(object, paths.labelSelector());
    return Trees.of(
        "kind",
        "Scale",
        "apiVersion",
        "autoscaling/v1",
        "metadata",
        Trees.of(
            "name", meta.name(),
            "namespace", unlessEmpty(meta.namespace()),
            "uid", unlessEmpty(meta.uid()),
            "resourceVersion", unlessEmpty(meta.resourceVersion()),
            "creationTimestamp", unlessEmpty(meta.text("creationTimestamp"))),
        "spec",
        Trees.of("replicas", count(object, paths.specReplicas())),
        "status",
        Trees.of(
            "replicas", count(object, paths.statusReplicas()), "selector", unlessEmpty(selector)));
  }

  private static ScalePaths paths(Call call) {
    return Objects.requireNonNull(call.resource().scale());
  }

  private static long count(Map<String, Object> object, String path) {
    return Trees.at(object, keys(path)) instanceof Long number ? number : 0;
  }

  private static String text(Map<String, Object> object, String path) {
    return Trees.text(object, keys(path));
  }

  private static String[] keys(String path) {
    return path.replaceFirst("^\\.", "").split("\\.");
  }

  private static @Nullable String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}

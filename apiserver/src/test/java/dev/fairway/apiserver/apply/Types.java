package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import dev.fairway.apiserver.schema.MergeType.ListKind;
import dev.fairway.apiserver.schema.MergeType.ListOf;
import dev.fairway.apiserver.schema.MergeType.MapOf;
import dev.fairway.apiserver.schema.MergeType.PatchHint;
import dev.fairway.apiserver.schema.MergeType.Scalar;
import dev.fairway.apiserver.schema.MergeType.Struct;
import dev.fairway.apiserver.schema.MergeType.Untyped;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The merge types of the kinds the cases use, cut down to the fields they use.
final class Types {
  static final MergeType SCALAR = new Scalar();
  static final MergeType ATOMIC_LIST =
      new ListOf(new Untyped(), ListKind.ATOMIC, List.of(), Map.of(), PatchHint.NONE);
  static final MergeType SET = set(PatchHint.NONE);
  static final MergeType STRINGS = new MapOf(SCALAR, false, PatchHint.NONE);
  static final MergeType ATOMIC_MAP = new MapOf(SCALAR, true, PatchHint.NONE);
  static final MergeType FREE = new Untyped();

  private static final MergeType META =
      struct(
          Map.ofEntries(
              Map.entry("name", SCALAR),
              Map.entry("namespace", SCALAR),
              Map.entry("generateName", SCALAR),
              Map.entry("uid", SCALAR),
              Map.entry("resourceVersion", SCALAR),
              Map.entry("generation", SCALAR),
              Map.entry("creationTimestamp", SCALAR),
              Map.entry("labels", STRINGS),
              Map.entry("annotations", STRINGS),
              Map.entry("finalizers", set(merge(null))),
              Map.entry("ownerReferences", keyed(ATOMIC_MAP, "uid", "uid")),
              Map.entry("managedFields", ATOMIC_LIST)));

  static final MergeType WIDGET =
      object(
          Map.of(
              "spec",
              struct(
                  Map.ofEntries(
                      Map.entry("replicas", SCALAR),
                      Map.entry("mode", SCALAR),
                      Map.entry("maybe", SCALAR),
                      Map.entry("items", keyed(scalars("name", "value", "other"), null, "name")),
                      Map.entry(
                          "ports",
                          new ListOf(
                              scalars("port", "protocol", "alias"),
                              ListKind.MAP,
                              List.of("port", "protocol"),
                              Map.of("protocol", "TCP"),
                              PatchHint.NONE)),
                      Map.entry("tags", SET),
                      Map.entry("args", ATOMIC_LIST),
                      Map.entry("labels", STRINGS),
                      Map.entry(
                          "selector",
                          new Struct(Map.of("a", SCALAR, "b", SCALAR)::get, true, PatchHint.NONE)),
                      Map.entry("nested", struct(Map.of("inner", scalars("deep", "more")))),
                      Map.entry("free", new Struct(_ -> null, false, PatchHint.NONE, FREE)),
                      Map.entry(
                          "half",
                          new Struct(
                              Map.of("known", scalars("x"))::get, false, PatchHint.NONE, FREE)))),
              "status",
              struct(
                  Map.of(
                      "phase",
                      SCALAR,
                      "conditions",
                      keyed(scalars("type", "status", "reason"), null, "type")))));

  private static final MergeType CONTAINER =
      struct(
          Map.ofEntries(
              Map.entry("name", SCALAR),
              Map.entry("image", SCALAR),
              Map.entry("imagePullPolicy", SCALAR),
              Map.entry("terminationMessagePath", SCALAR),
              Map.entry("terminationMessagePolicy", SCALAR),
              Map.entry("args", ATOMIC_LIST),
              Map.entry("env", keyed(scalars("name", "value"), "name", "name")),
              Map.entry(
                  "ports",
                  new ListOf(
                      scalars("containerPort", "protocol", "name", "hostPort"),
                      ListKind.MAP,
                      List.of("containerPort", "protocol"),
                      Map.of("protocol", "TCP"),
                      merge("containerPort"))),
              Map.entry(
                  "volumeMounts", keyed(scalars("name", "mountPath"), "mountPath", "mountPath")),
              Map.entry("resources", struct(Map.of("limits", STRINGS, "requests", STRINGS)))));

  private static final MergeType POD_SPEC =
      struct(
          Map.ofEntries(
              Map.entry("containers", keyed(CONTAINER, "name", "name")),
              Map.entry(
                  "volumes",
                  new ListOf(
                      struct(
                          Map.of(
                              "name",
                              SCALAR,
                              "emptyDir",
                              scalars("medium"),
                              "configMap",
                              struct(Map.of("name", SCALAR, "items", ATOMIC_LIST)))),
                      ListKind.MAP,
                      List.of("name"),
                      Map.of(),
                      new PatchHint(Set.of("merge", "retainKeys"), "name"))),
              Map.entry("nodeSelector", ATOMIC_MAP),
              Map.entry("dnsPolicy", SCALAR),
              Map.entry("restartPolicy", SCALAR),
              Map.entry("schedulerName", SCALAR),
              Map.entry("securityContext", scalars("runAsUser")),
              Map.entry("terminationGracePeriodSeconds", SCALAR)));

  static final MergeType DEPLOYMENT =
      object(
          Map.of(
              "spec",
              struct(
                  Map.of(
                      "replicas",
                      SCALAR,
                      "progressDeadlineSeconds",
                      SCALAR,
                      "revisionHistoryLimit",
                      SCALAR,
                      "selector",
                      new Struct(Map.of("matchLabels", STRINGS)::get, true, PatchHint.NONE),
                      "strategy",
                      new Struct(
                          Map.of(
                                  "type",
                                  SCALAR,
                                  "rollingUpdate",
                                  scalars("maxSurge", "maxUnavailable"))
                              ::get,
                          false,
                          new PatchHint(Set.of("retainKeys"), null)),
                      "template",
                      struct(Map.of("metadata", META, "spec", POD_SPEC)))),
              "status",
              struct(
                  Map.of(
                      "replicas",
                      SCALAR,
                      "observedGeneration",
                      SCALAR,
                      "conditions",
                      keyed(
                          scalars("type", "status", "lastUpdateTime", "lastTransitionTime"),
                          "type",
                          "type")))));

  static final MergeType CONFIG_MAP =
      object(Map.of("data", STRINGS, "binaryData", STRINGS, "immutable", SCALAR));

  static final MergeType SERVICE =
      object(
          Map.of(
              "spec",
              struct(
                  Map.ofEntries(
                      Map.entry("selector", ATOMIC_MAP),
                      Map.entry("type", SCALAR),
                      Map.entry("clusterIP", SCALAR),
                      Map.entry("clusterIPs", ATOMIC_LIST),
                      Map.entry("sessionAffinity", SCALAR),
                      Map.entry("internalTrafficPolicy", SCALAR),
                      Map.entry("ipFamilies", ATOMIC_LIST),
                      Map.entry("ipFamilyPolicy", SCALAR),
                      Map.entry(
                          "ports",
                          new ListOf(
                              scalars("port", "protocol", "name", "targetPort"),
                              ListKind.MAP,
                              List.of("port", "protocol"),
                              Map.of("protocol", "TCP"),
                              merge("port"))))),
              "status",
              struct(Map.of("loadBalancer", struct(Map.of())))));

  private Types() {}

  static MergeType of(String kind) {
    return switch (kind) {
      case "Widget" -> WIDGET;
      case "Deployment" -> DEPLOYMENT;
      case "ConfigMap" -> CONFIG_MAP;
      case "Service" -> SERVICE;
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /// What Go writes of an object that nobody filled in.
  static Map<String, Object> blank(String kind) {
    return switch (kind) {
      case "Deployment" ->
          Json.parseObject(
              """
              {"spec": {"selector": null, "strategy": {},
                        "template": {"metadata": {}, "spec": {"containers": null}}},
               "status": {}}
              """
                  .getBytes(StandardCharsets.UTF_8));
      case "Service" -> Map.of("spec", Map.of(), "status", Map.of("loadBalancer", Map.of()));
      default -> Map.of();
    };
  }

  private static MergeType object(Map<String, MergeType> fields) {
    Map<String, MergeType> all = new HashMap<>(fields);
    all.put("apiVersion", SCALAR);
    all.put("kind", SCALAR);
    all.put("metadata", META);
    return struct(all);
  }

  static MergeType struct(Map<String, MergeType> fields) {
    return new Struct(fields::get, false, PatchHint.NONE);
  }

  static MergeType scalars(String... names) {
    Set<String> known = Set.of(names);
    return new Struct(name -> known.contains(name) ? SCALAR : null, false, PatchHint.NONE);
  }

  static MergeType keyed(MergeType item, @Nullable String mergeKey, String key) {
    return new ListOf(
        item,
        ListKind.MAP,
        List.of(key),
        Map.of(),
        mergeKey == null ? PatchHint.NONE : merge(mergeKey));
  }

  private static MergeType set(PatchHint hint) {
    return new ListOf(SCALAR, ListKind.SET, List.of(), Map.of(), hint);
  }

  private static PatchHint merge(@Nullable String key) {
    return new PatchHint(Set.of("merge"), key);
  }
}

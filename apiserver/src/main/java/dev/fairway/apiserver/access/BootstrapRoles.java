package dev.fairway.apiserver.access;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The ClusterRoles and ClusterRoleBindings every cluster starts with: masters may do everything,
/// known users may discover the API and ask about themselves, anybody may ask for health and
/// version. [RbacAuthorizer] knows them without a store; whoever sets up a cluster stores them too,
/// so that they can be seen.
public final class BootstrapRoles {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String MASTERS = "system:masters";
  private static final String KNOWN = "system:authenticated";
  private static final String UNKNOWN = "system:unauthenticated";

  private BootstrapRoles() {}

  /// One object to create and where.
  public record Entry(Key key, Map<String, Object> object) {}

  /// Fresh objects that belong to the caller.
  public static List<Entry> all() {
    return List.of(
        role("cluster-admin", List.of(resources("*", List.of("*"), "*"), paths("*", "*"))),
        role(
            "system:discovery",
            List.of(
                paths(
                    "get",
                    "/api",
                    "/api/*",
                    "/apis",
                    "/apis/*",
                    "/healthz",
                    "/livez",
                    "/openapi",
                    "/openapi/*",
                    "/readyz",
                    "/version",
                    "/version/"))),
        role(
            "system:basic-user",
            List.of(
                resources(
                    "authorization.k8s.io",
                    List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews"),
                    "create"),
                resources("authentication.k8s.io", List.of("selfsubjectreviews"), "create"))),
        role(
            "system:public-info-viewer",
            List.of(paths("get", "/healthz", "/livez", "/readyz", "/version", "/version/"))),
        binding("cluster-admin", MASTERS),
        binding("system:discovery", KNOWN),
        binding("system:basic-user", KNOWN),
        binding("system:public-info-viewer", KNOWN, UNKNOWN));
  }

  static ResourceType type(String plural) {
    return new ResourceType(GROUP, plural);
  }

  private static Entry role(String name, List<Map<String, Object>> rules) {
    Map<String, Object> object = object("ClusterRole", name);
    object.put("rules", rules);
    return new Entry(new Key(type("clusterroles"), "", name), Json.copy(object));
  }

  /// Binds a role of the same name.
  private static Entry binding(String name, String... groups) {
    Map<String, Object> object = object("ClusterRoleBinding", name);
    object.put("roleRef", Map.of("apiGroup", GROUP, "kind", "ClusterRole", "name", name));
    object.put(
        "subjects",
        List.of(groups).stream()
            .map(group -> Map.of("apiGroup", GROUP, "kind", "Group", "name", group))
            .toList());
    return new Entry(new Key(type("clusterrolebindings"), "", name), Json.copy(object));
  }

  private static Map<String, Object> object(String kind, String name) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", GROUP + "/v1");
    object.put("kind", kind);
    object.put(
        "metadata",
        Map.of(
            "name", name,
            "annotations", Map.of("rbac.authorization.kubernetes.io/autoupdate", "true"),
            "labels", Map.of("kubernetes.io/bootstrapping", "rbac-defaults")));
    return object;
  }

  private static Map<String, Object> resources(String group, List<String> names, String verb) {
    return Map.of("apiGroups", List.of(group), "resources", names, "verbs", List.of(verb));
  }

  private static Map<String, Object> paths(String verb, String... paths) {
    return Map.of("nonResourceURLs", List.of(paths), "verbs", List.of(verb));
  }
}

package dev.fairway.apiserver.access;

import dev.fairway.apiserver.access.Authorizer.Attributes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rule of a Role or ClusterRole. `*` matches everything in its list.
record PolicyRule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> paths) {
  private static final String ALL = "*";

  static PolicyRule of(Map<?, ?> rule) {
    return new PolicyRule(
        strings(rule.get("verbs")),
        strings(rule.get("apiGroups")),
        strings(rule.get("resources")),
        strings(rule.get("resourceNames")),
        strings(rule.get("nonResourceURLs")));
  }

  Authorizer.Rule shown() {
    return new Authorizer.Rule(verbs, groups, resources, names, paths);
  }

  boolean allows(Attributes asked) {
    if (!matches(verbs, asked.verb())) {
      return false;
    }
    return asked.resourceRequest()
        ? matches(groups, asked.group()) && matchesResource(asked) && matchesName(asked.name())
        : paths.stream().anyMatch(path -> matchesPath(path, asked.path()));
  }

  private boolean matchesResource(Attributes asked) {
    if (asked.subresource().isEmpty()) {
      return matches(resources, asked.resource());
    }
    return matches(resources, asked.resource() + "/" + asked.subresource())
        || resources.contains("*/" + asked.subresource());
  }

  /// No names: any name, and requests without one. With names, only requests that carry one of
  /// them.
  private boolean matchesName(String name) {
    return names.isEmpty() || names.contains(name);
  }

  private static boolean matches(List<String> allowed, String asked) {
    return allowed.contains(ALL) || allowed.contains(asked);
  }

  /// A `*` at the end stands for anything.
  private static boolean matchesPath(String allowed, String path) {
    return allowed.equals(path)
        || (allowed.endsWith(ALL) && path.startsWith(allowed.substring(0, allowed.length() - 1)));
  }

  private static List<String> strings(@Nullable Object list) {
    return list instanceof List<?> values
        ? values.stream().map(String::valueOf).toList()
        : List.of();
  }
}

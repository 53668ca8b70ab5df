package dev.fairway.apiserver.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A RoleBinding or, without a namespace, a ClusterRoleBinding.
record RoleBinding(
    String namespace, String name, String roleKind, String roleName, List<Subject> subjects) {
  record Subject(String kind, String namespace, String name) {
    boolean is(User user, String bindingNamespace) {
      return switch (kind) {
        case "User" -> user.name().equals(name);
        case "Group" -> user.memberOf(name);
        case "ServiceAccount" -> {
          String home = namespace.isEmpty() ? bindingNamespace : namespace;
          yield !home.isEmpty() && user.name().equals(ServiceAccountTokens.userName(home, name));
        }
        default -> false;
      };
    }

    /// As upstream names it in its reasons.
    @Override
    public String toString() {
      return kind + " \"" + name + (namespace.isEmpty() ? "" : "/" + namespace) + "\"";
    }
  }

  static RoleBinding of(String namespace, String name, Map<String, Object> object) {
    Map<?, ?> role = object.get("roleRef") instanceof Map<?, ?> map ? map : Map.of();
    List<?> subjects = object.get("subjects") instanceof List<?> list ? list : List.of();
    return new RoleBinding(
        namespace,
        name,
        text(role.get("kind")),
        text(role.get("name")),
        subjects.stream()
            .filter(Map.class::isInstance)
            .map(Map.class::cast)
            .map(subject ->
                new Subject(
                    text(subject.get("kind")),
                    text(subject.get("namespace")),
                    text(subject.get("name"))))
            .toList());
  }

  Optional<Subject> subject(User user) {
    return subjects.stream().filter(subject -> subject.is(user, namespace)).findFirst();
  }

  private static String text(@Nullable Object value) {
    return value instanceof String string ? string : "";
  }
}

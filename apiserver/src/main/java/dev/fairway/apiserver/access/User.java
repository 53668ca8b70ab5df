package dev.fairway.apiserver.access;

import java.util.List;
import java.util.Map;

/// Who makes a request, as authentication found it.
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
  /// Nobody in particular: may call probes and what RBAC grants to everybody.
  public static final User ANONYMOUS =
      new User("system:anonymous", "", List.of("system:unauthenticated"), Map.of());

  public User {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }

  public boolean memberOf(String group) {
    return groups.contains(group);
  }
}

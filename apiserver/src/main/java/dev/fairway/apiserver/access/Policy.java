package dev.fairway.apiserver.access;

import dev.fairway.apiserver.access.Authorizer.Attributes;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Snapshot;
import dev.fairway.apiserver.store.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All roles and bindings at one revision of the store, over the built-in ones. Immutable.
final class Policy {
  private static final ResourceType ROLES = BootstrapRoles.type("roles");
  private static final ResourceType CLUSTER_ROLES = BootstrapRoles.type("clusterroles");
  private static final ResourceType BINDINGS = BootstrapRoles.type("rolebindings");
  private static final ResourceType CLUSTER_BINDINGS = BootstrapRoles.type("clusterrolebindings");

  /// What holds without any store.
  static final Policy BUILT_IN = builtIn();

  private final long revision;
  private final Map<Key, Read<List<PolicyRule>>> roles;
  private final Map<Key, Read<RoleBinding>> bindings;
  private final List<RoleBinding> allBindings;

  private Policy(
      long revision, Map<Key, Read<List<PolicyRule>>> roles, Map<Key, Read<RoleBinding>> bindings) {
    this.revision = revision;
    this.roles = roles;
    this.bindings = bindings;
    this.allBindings = bindings.values().stream().map(Read::value).toList();
  }

  /// A parsed object and the revision it was parsed at.
  private record Read<T>(long revision, T value) {}

  /// The policy of a snapshot; what has not changed since `earlier` is taken from there.
  static Policy read(Snapshot snapshot, Policy earlier) {
    Map<Key, Read<List<PolicyRule>>> roles = new LinkedHashMap<>(BUILT_IN.roles);
    Map<Key, Read<RoleBinding>> bindings = new LinkedHashMap<>(BUILT_IN.bindings);
    for (ResourceType type : List.of(CLUSTER_ROLES, ROLES)) {
      readAll(snapshot, type, earlier.roles, roles, Policy::rules);
    }
    for (ResourceType type : List.of(CLUSTER_BINDINGS, BINDINGS)) {
      readAll(snapshot, type, earlier.bindings, bindings, Policy::binding);
    }
    return new Policy(snapshot.revision(), roles, bindings);
  }

  long revision() {
    return revision;
  }

  List<RoleBinding> bindings() {
    return allBindings;
  }

  /// Whether the role of a binding allows it; a role that is missing allows nothing.
  boolean allows(RoleBinding binding, Attributes attributes) {
    return rules(binding).stream().anyMatch(rule -> rule.allows(attributes));
  }

  /// The rules of the role of a binding; none when the role is missing.
  List<PolicyRule> rules(RoleBinding binding) {
    Key role =
        binding.roleKind().equals("Role")
            ? new Key(ROLES, binding.namespace(), binding.roleName())
            : new Key(CLUSTER_ROLES, "", binding.roleName());
    Read<List<PolicyRule>> found = roles.get(role);
    return found == null ? List.of() : found.value();
  }

  private static <T> void readAll(
      Snapshot snapshot,
      ResourceType type,
      Map<Key, Read<T>> earlier,
      Map<Key, Read<T>> into,
      Function<Stored, T> parser) {
    for (Stored stored : snapshot.list(type, "", null, 0)) {
      @Nullable Read<T> known = earlier.get(stored.key());
      into.put(
          stored.key(),
          known != null && known.revision() == stored.revision()
              ? known
              : new Read<>(stored.revision(), parser.apply(stored)));
    }
  }

  private static List<PolicyRule> rules(Stored role) {
    return rules(role.tree());
  }

  private static List<PolicyRule> rules(Map<String, Object> role) {
    List<PolicyRule> rules = new ArrayList<>();
    if (role.get("rules") instanceof List<?> list) {
      for (Object rule : list) {
        if (rule instanceof Map<?, ?> map) {
          rules.add(PolicyRule.of(map));
        }
      }
    }
    return List.copyOf(rules);
  }

  private static RoleBinding binding(Stored stored) {
    return RoleBinding.of(stored.key().namespace(), stored.key().name(), stored.tree());
  }

  /// Built-in objects stand at revision 0, below every stored one.
  private static Policy builtIn() {
    Map<Key, Read<List<PolicyRule>>> roles = new LinkedHashMap<>();
    Map<Key, Read<RoleBinding>> bindings = new LinkedHashMap<>();
    for (BootstrapRoles.Entry entry : BootstrapRoles.all()) {
      Key key = entry.key();
      if (key.type().equals(CLUSTER_ROLES)) {
        roles.put(key, new Read<>(0, rules(entry.object())));
      } else {
        bindings.put(key, new Read<>(0, RoleBinding.of("", key.name(), entry.object())));
      }
    }
    return new Policy(0, roles, bindings);
  }
}

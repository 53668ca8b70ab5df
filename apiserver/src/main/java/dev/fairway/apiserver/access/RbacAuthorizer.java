package dev.fairway.apiserver.access;

import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.Snapshot;
import java.util.List;
import java.util.Optional;

/// Role-based access control over the roles and bindings in the store, as
/// `rbac.authorization.k8s.io/v1` defines it; the roles of [BootstrapRoles] hold even when they are
/// not stored. Members of `system:masters` may do everything.
///
/// May be called from any thread. What was parsed is kept and read again only when its object
/// changed.
public final class RbacAuthorizer implements Authorizer {
  private static final String MASTERS = "system:masters";
  private static final List<String> ALL = List.of("*");
  private static final List<Rule> EVERYTHING =
      List.of(
          new Rule(ALL, ALL, ALL, List.of(), List.of()),
          new Rule(ALL, List.of(), List.of(), List.of(), ALL));

  private final ResourceStore store;
  private volatile Policy policy = Policy.BUILT_IN;

  public RbacAuthorizer(ResourceStore store) {
    this.store = store;
  }

  @Override
  public Decision decide(User user, Attributes attributes) {
    if (user.memberOf(MASTERS)) {
      return new Decision(true, "");
    }
    Policy current = current();
    for (RoleBinding binding : current.bindings()) {
      if (!appliesTo(binding, attributes)) {
        continue;
      }
      Optional<RoleBinding.Subject> subject = binding.subject(user);
      if (subject.isPresent() && current.allows(binding, attributes)) {
        return new Decision(true, reason(binding, subject.get()));
      }
    }
    return new Decision(false, "");
  }

  @Override
  public Optional<List<Rule>> rules(User user, String namespace) {
    if (user.memberOf(MASTERS)) {
      return Optional.of(EVERYTHING);
    }
    Policy current = current();
    return Optional.of(
        current.bindings().stream()
            .filter(
                binding -> binding.namespace().isEmpty() || binding.namespace().equals(namespace))
            .filter(binding -> binding.subject(user).isPresent())
            .flatMap(binding -> current.rules(binding).stream())
            .map(PolicyRule::shown)
            .distinct()
            .toList());
  }

  private static boolean appliesTo(RoleBinding binding, Attributes attributes) {
    return binding.namespace().isEmpty()
        || (attributes.resourceRequest() && binding.namespace().equals(attributes.namespace()));
  }

  private static String reason(RoleBinding binding, RoleBinding.Subject subject) {
    boolean cluster = binding.namespace().isEmpty();
    String name = cluster ? binding.name() : binding.name() + "/" + binding.namespace();
    return "RBAC: allowed by %s \"%s\" of %s \"%s\" to %s"
        .formatted(
            cluster ? "ClusterRoleBinding" : "RoleBinding",
            name,
            binding.roleKind(),
            binding.roleName(),
            subject);
  }

  /// Two threads may read the same change at once; either result serves.
  private Policy current() {
    Snapshot snapshot = store.snapshot();
    Policy known = policy;
    if (known.revision() == snapshot.revision()) {
      return known;
    }
    Policy next = Policy.read(snapshot, known);
    policy = next;
    return next;
  }
}

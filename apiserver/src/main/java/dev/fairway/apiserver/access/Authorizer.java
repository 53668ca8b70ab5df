package dev.fairway.apiserver.access;

import java.util.List;
import java.util.Optional;

/// Decides whether a user may do something. Called on every request, from many threads.
public interface Authorizer {
  Decision decide(User user, Attributes attributes);

  /// What is attempted. For a request that names no resource only `verb` and `path` count.
  ///
  /// @param verb get, list, watch, create, update, patch, delete, deletecollection; for plain paths
  ///   the lower-case HTTP method
  /// @param subresource empty when there is none
  record Attributes(
      String verb,
      String group,
      String version,
      String resource,
      String subresource,
      String namespace,
      String name,
      String path,
      boolean resourceRequest) {
    /// What a 403 says behind "is forbidden: ", worded as Kubernetes does: users search for it.
    public String refusal(User user, Decision decision) {
      String what = resourceRequest ? resourceRefusal() : verb + " path " + quoted(path);
      String reason = decision.reason().isEmpty() ? "" : ": " + decision.reason();
      return "User " + quoted(user.name()) + " cannot " + what + reason;
    }

    private String resourceRefusal() {
      String full = subresource.isEmpty() ? resource : resource + "/" + subresource;
      String where =
          namespace.isEmpty() ? "at the cluster scope" : "in the namespace " + quoted(namespace);
      return verb + " resource " + quoted(full) + " in API group " + quoted(group) + " " + where;
    }

    private static String quoted(String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  record Decision(boolean allowed, String reason) {}

  /// Everything a user may do in a namespace, as far as this authorizer can tell; empty when it
  /// cannot list that.
  default Optional<List<Rule>> rules(User user, String namespace) {
    return Optional.empty();
  }

  /// What is allowed: `verbs` on `resources` of `groups` (on `names` only, unless empty), or on
  /// plain `paths`. `*` stands for everything.
  record Rule(
      List<String> verbs,
      List<String> groups,
      List<String> resources,
      List<String> names,
      List<String> paths) {}
}

package dev.fairway.apiserver.access;

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
      boolean resourceRequest) {}

  record Decision(boolean allowed, String reason) {}
}

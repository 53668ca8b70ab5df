package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A kind the API serves, at the version the embedded controllers talk to it by.
///
/// @param type where its objects are stored
public record ServedKind(
    ResourceType type,
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    List<String> verbs) {
  public ServedKind {
    verbs = List.copyOf(verbs);
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  boolean allows(String verb) {
    return verbs.contains(verb);
  }

  /// The path of the collection; an empty namespace stands for all, or for none.
  String path(String namespace) {
    String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    String scope = namespace.isEmpty() ? "" : "/namespaces/" + encoded(namespace);
    return root + scope + "/" + plural;
  }

  String path(Key key) {
    return path(key.namespace()) + "/" + encoded(key.name());
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package dev.fairway.apiserver.store;

/// Where one object lives. `namespace` is empty for cluster-scoped objects.
///
/// Keys of one type sort as the text `namespace/name` does, which is the order of a list in
/// Kubernetes: `kube-system/a` comes before `kube/a`, because `-` sorts before `/`.
public record Key(ResourceType type, String namespace, String name) implements Comparable<Key> {
  @Override
  public int compareTo(Key other) {
    int order = type.compareTo(other.type);
    if (order == 0) {
      order = compareNamespaces(namespace, other.namespace);
    }
    return order != 0 ? order : name.compareTo(other.name);
  }

  private static int compareNamespaces(String one, String two) {
    int shorter = Math.min(one.length(), two.length());
    if (one.length() == two.length() || !one.regionMatches(0, two, 0, shorter)) {
      return one.compareTo(two);
    }
    return one.length() < two.length() ? '/' - two.charAt(shorter) : one.charAt(shorter) - '/';
  }
}

package dev.fairway.apiserver.store;

/// Where one object lives. `namespace` is empty for cluster-scoped objects. Keys of one type sort
/// by namespace, then by name: the order of a list.
public record Key(ResourceType type, String namespace, String name) implements Comparable<Key> {
  @Override
  public int compareTo(Key other) {
    int order = type.compareTo(other.type);
    if (order == 0) {
      order = namespace.compareTo(other.namespace);
    }
    return order != 0 ? order : name.compareTo(other.name);
  }
}

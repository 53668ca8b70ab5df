package dev.fairway.apiserver.store;

/// A kind of stored object: API group (empty for the core group) and plural resource name. All
/// versions of a kind are stored under one type.
public record ResourceType(String group, String plural) implements Comparable<ResourceType> {
  @Override
  public int compareTo(ResourceType other) {
    int byGroup = group.compareTo(other.group);
    return byGroup != 0 ? byGroup : plural.compareTo(other.plural);
  }

  /// `plural.group`, or just `plural` in the core group: the form error messages use.
  @Override
  public String toString() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}

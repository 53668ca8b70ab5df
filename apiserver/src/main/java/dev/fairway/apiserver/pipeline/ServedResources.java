package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.ApiVersions;
import dev.fairway.apiserver.store.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The route table: every resource at every version served. Immutable; a new one replaces it when a
/// CustomResourceDefinition changes, so a request sees one state from start to end.
public final class ServedResources {
  private final Map<String, Group> groups;
  private final Map<Path, ServedResource> byPath;

  /// The versions of one API group, the preferred one first.
  record Group(String name, Map<String, List<ServedResource>> versions) {
    List<ServedResource> resources(String version) {
      return versions.getOrDefault(version, List.of());
    }

    String preferred() {
      return versions.keySet().iterator().next();
    }
  }

  private record Path(String group, String version, String plural) {}

  ServedResources(List<ServedResource> resources) {
    Map<String, Map<String, List<ServedResource>>> sorted = new LinkedHashMap<>();
    Map<Path, ServedResource> paths = new LinkedHashMap<>();
    for (ServedResource resource : resources) {
      sorted
          .computeIfAbsent(resource.group(), _ -> new TreeMap<>(ApiVersions.BEST_FIRST))
          .computeIfAbsent(resource.version(), _ -> new ArrayList<>())
          .add(resource);
      paths.put(new Path(resource.group(), resource.version(), resource.plural()), resource);
    }
    Map<String, Group> named = new LinkedHashMap<>();
    sorted.forEach((name, versions) -> named.put(name, new Group(name, versions)));
    groups = named;
    byPath = Map.copyOf(paths);
  }

  Optional<ServedResource> find(String group, String version, String plural) {
    return Optional.ofNullable(byPath.get(new Path(group, version, plural)));
  }

  Optional<ServedResource> find(RequestTarget target) {
    return find(target.group(), target.version(), target.plural());
  }

  Optional<Group> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  /// Groups in the order of discovery: built in first, as described, then custom ones.
  List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /// Every stored type once, with the version to read it by: the preferred one.
  public Map<ResourceType, ServedResource> types() {
    Map<ResourceType, ServedResource> types = new LinkedHashMap<>();
    for (Group group : groups.values()) {
      for (List<ServedResource> resources : group.versions().values()) {
        for (ServedResource resource : resources) {
          if (!resource.virtual()) {
            types.putIfAbsent(resource.type(), resource);
          }
        }
      }
    }
    return types;
  }
}

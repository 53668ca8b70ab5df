package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.StoreConflict;
import dev.fairway.apiserver.store.Stored;
import dev.fairway.apiserver.types.BuiltinTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps the route table in step with the stored CustomResourceDefinitions and writes their
/// conditions. A definition becomes Established only after the new table answers.
final class Definitions {
  private final ResourceStore store;
  private final BuiltinTypes types;
  private final List<ServedResource> builtIns;
  private final Preparation preparation;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Definition> known = new HashMap<>();
  private volatile Routes routes;

  /// Reads what is stored and serves it.
  Definitions(
      ResourceStore store,
      BuiltinTypes types,
      List<ServedResource> builtIns,
      Preparation preparation) {
    this.store = store;
    this.types = types;
    this.builtIns = builtIns;
    this.preparation = preparation;
    this.routes = new Routes(new ServedResources(builtIns), types);
    changed();
  }

  /// One route table with the documents made of it.
  record Routes(ServedResources served, Discovery discovery, OpenApi openApi) {
    Routes(ServedResources served, BuiltinTypes types) {
      this(served, new Discovery(served), new OpenApi(served, types));
    }
  }

  Routes routes() {
    return routes;
  }

  /// To be called after every write of a definition, and after its deletion.
  void changed() {
    lock.lock();
    try {
      List<Stored> stored = store.snapshot().list(BuiltIns.DEFINITIONS, "", null, 0);
      Map<String, Clash> clashes = read(stored);
      swap(clashes);
      for (Stored definition : stored) {
        report(definition.key(), clashes.get(definition.key().name()));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Why names cannot be accepted.
  private record Clash(String reason, String message) {}

  private Map<String, Clash> read(List<Stored> stored) {
    Set<String> names = new HashSet<>();
    for (Stored definition : stored) {
      String name = definition.key().name();
      names.add(name);
      Definition before = known.get(name);
      if (before == null || before.revision() != definition.revision()) {
        known.put(name, Definition.read(definition, before));
      }
    }
    known.keySet().retainAll(names);
    return clashes();
  }

  /// Names go to whoever is established already, then to the older definition.
  private Map<String, Clash> clashes() {
    List<Map.Entry<String, Definition>> order = new ArrayList<>(known.entrySet());
    order.sort(
        Comparator.comparing(
                (Map.Entry<String, Definition> entry) -> !entry.getValue().established())
            .thenComparingLong(entry -> entry.getValue().specRevision()));
    Map<String, Set<String>> resources = new HashMap<>();
    Map<String, Set<String>> kinds = new HashMap<>();
    Map<String, Clash> clashes = new HashMap<>();
    for (Map.Entry<String, Definition> entry : order) {
      Definition definition = entry.getValue();
      Set<String> takenNames =
          resources.computeIfAbsent(definition.type().group(), _ -> new HashSet<>());
      Set<String> takenKinds =
          kinds.computeIfAbsent(definition.type().group(), _ -> new HashSet<>());
      Clash clash = clash(definition.names(), takenNames, takenKinds);
      if (clash != null) {
        clashes.put(entry.getKey(), clash);
      } else {
        takenNames.addAll(definition.names().resourceNames());
        takenKinds.add(definition.names().kind());
        takenKinds.add(definition.names().listKind());
      }
    }
    return clashes;
  }

  private static @Nullable Clash clash(
      Definition.Names names, Set<String> takenNames, Set<String> takenKinds) {
    if (takenNames.contains(names.plural())) {
      return taken("PluralConflict", names.plural());
    }
    if (takenNames.contains(names.singular())) {
      return taken("SingularConflict", names.singular());
    }
    for (String name : names.shorts()) {
      if (takenNames.contains(name)) {
        return taken("ShortNamesConflict", name);
      }
    }
    if (takenKinds.contains(names.kind())) {
      return taken("KindConflict", names.kind());
    }
    return takenKinds.contains(names.listKind())
        ? taken("ListKindConflict", names.listKind())
        : null;
  }

  private static Clash taken(String reason, String name) {
    return new Clash(reason, "\"" + name + "\" is already in use");
  }

  private void swap(Map<String, Clash> clashes) {
    List<ServedResource> resources = new ArrayList<>(builtIns);
    Map<String, Definition> sorted = new TreeMap<>(known);
    Map<String, List<ServedResource>> byGroup = new TreeMap<>();
    sorted.forEach((name, definition) -> {
      if (!clashes.containsKey(name)) {
        byGroup
            .computeIfAbsent(definition.type().group(), _ -> new ArrayList<>())
            .addAll(definition.resources());
      }
    });
    byGroup.values().forEach(resources::addAll);
    routes = new Routes(new ServedResources(resources), types);
  }

  /// Writes the conditions that are due; a lost race is repeated by whoever won it.
  private void report(Key key, @Nullable Clash clash) {
    Stored stored = store.snapshot().get(key).orElse(null);
    if (stored == null) {
      return;
    }
    Map<String, Object> object = stored.tree();
    Map<String, Object> before = Trees.map(object, "status");
    Map<String, Object> status = new LinkedHashMap<>(before);
    String now = preparation.now();
    if (clash == null) {
      Conditions.set(status, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now);
      Conditions.set(
          status,
          "Established",
          "True",
          "InitialNamesAccepted",
          "the initial names have been accepted",
          now);
      status.put("acceptedNames", Trees.map(object, "spec", "names"));
    } else {
      Conditions.set(status, "NamesAccepted", "False", clash.reason(), clash.message(), now);
      Conditions.set(
          status, "Established", "False", "NotAccepted", "not all names are accepted", now);
    }
    if (sameConditions(status, before)
        && Trees.map(status, "acceptedNames").equals(Trees.map(before, "acceptedNames"))) {
      return;
    }
    object.put("status", status);
    try {
      Stored written = store.update(key, stored.revision(), object);
      known.computeIfPresent(key.name(), (_, definition) -> Definition.read(written, definition));
    } catch (StoreConflict _) {
      // The write that came in between calls changed() too.
    }
  }

  private static boolean sameConditions(Map<String, Object> one, Map<String, Object> other) {
    return Set.copyOf(Trees.list(one, "conditions"))
        .equals(Set.copyOf(Trees.list(other, "conditions")));
  }

  /// The type whose writes concern this class.
  static boolean concerns(ResourceType type) {
    return type.equals(BuiltIns.DEFINITIONS);
  }
}

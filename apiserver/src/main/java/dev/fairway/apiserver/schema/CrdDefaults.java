package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the server fills into a CustomResourceDefinition itself (`apiextensions/v1/defaults.go`,
/// `registry/customresourcedefinition/strategy.go`). The status belongs to the server, so both
/// `prepare` methods replace it. All methods change the given tree.
public final class CrdDefaults {
  private CrdDefaults() {}

  /// Fills in names, conversion and the port of a conversion service.
  public static void apply(Map<String, Object> crd) {
    Map<String, Object> spec = child(crd, "spec");
    Map<String, Object> names = child(spec, "names");
    String kind = Tree.text(names, "kind");
    if (Tree.text(names, "singular").isEmpty()) {
      names.put("singular", kind.toLowerCase(Locale.ROOT));
    }
    if (Tree.text(names, "listKind").isEmpty() && !kind.isEmpty()) {
      names.put("listKind", kind + "List");
    }
    Map<String, Object> conversion = child(spec, "conversion");
    if (conversion.isEmpty()) {
      conversion.put("strategy", "None");
    }
    Map<String, Object> client = Tree.object(Tree.object(conversion, "webhook"), "clientConfig");
    Map<String, Object> service = Tree.objectOrNull(client, "service");
    if (service != null) {
      service.putIfAbsent("port", 443L);
    }
    if (Boolean.FALSE.equals(spec.get("preserveUnknownFields"))) {
      spec.remove("preserveUnknownFields");
    }
  }

  /// Gives a new definition the empty status it starts with.
  public static void prepareForCreate(Map<String, Object> crd) {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("plural", "");
    names.put("kind", "");
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("conditions", new ArrayList<>());
    status.put("acceptedNames", names);
    status.put("storedVersions", new ArrayList<>());
    crd.put("status", status);
    recordStorageVersion(crd);
  }

  /// Keeps the status of the stored definition and notes a new storage version in it.
  public static void prepareForUpdate(Map<String, Object> crd, Map<String, Object> old) {
    crd.put("status", Json.copy(Tree.object(old, "status")));
    recordStorageVersion(crd);
  }

  private static void recordStorageVersion(Map<String, Object> crd) {
    Map<String, Object> status = child(crd, "status");
    List<String> stored = Tree.texts(status, "storedVersions");
    for (Map<String, Object> version : Tree.objects(child(crd, "spec"), "versions")) {
      String name = Tree.text(version, "name");
      if (Tree.flag(version, "storage") && !stored.contains(name)) {
        stored.add(name);
        break;
      }
    }
    status.put("storedVersions", stored);
  }

  private static Map<String, Object> child(Map<String, Object> object, String key) {
    Map<String, Object> child = Tree.objectOrNull(object, key);
    if (child == null) {
      child = new LinkedHashMap<>();
      object.put(key, child);
    }
    return child;
  }
}

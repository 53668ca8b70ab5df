package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Strategic merge patch, the server's half: carries a patch out, after
/// `apimachinery/pkg/util/strategicpatch`. Objects merge; lists merge by the merge key of their
/// [MergeType.PatchHint] where it says `merge` and are replaced otherwise; directives (`$patch`,
/// `$retainKeys`, `$setElementOrder/x`, `$deleteFromPrimitiveList/x`) say the rest. Not for custom
/// resources, which have no hints: there it is 415. Pure; any thread.
public final class StrategicMergePatch {
  private static final String PATCH = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String SET_ORDER = "$setElementOrder/";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

  private StrategicMergePatch() {}

  /// Answers the patched object; the arguments stay as they are.
  ///
  /// @throws PatchFailure when the patch is malformed
  public static Map<String, Object> apply(
      Map<String, Object> object, @Nullable Object patch, MergeType type) {
    if (!(patch instanceof Map<?, ?>)) {
      throw PatchFailure.badRequest(
          "json: cannot unmarshal "
              + JsonPatch.kindOf(patch)
              + " into Go value of type map[string]interface {}");
    }
    return Json.object(
        mergeMaps(type, Parts.entries(Json.copy(object)), Parts.entries(Json.copyValue(patch))));
  }

  /// Merges into `original`, using up `patch`: both are copies of ours.
  private static Map<String, @Nullable Object> mergeMaps(
      MergeType type, Map<String, @Nullable Object> original, Map<String, @Nullable Object> patch) {
    if (patch.containsKey(PATCH)) {
      return directed(patch);
    }
    retainKeys(original, patch);
    mergeOrderedLists(type, original, patch);
    patch.forEach((name, value) -> {
      if (name.startsWith(DELETE_FROM)) {
        deleteFrom(original, name.substring(DELETE_FROM.length()), value);
      } else if (value == null) {
        original.remove(name);
      } else {
        mergeField(type, original, name, value);
      }
    });
    return original;
  }

  private static Map<String, @Nullable Object> directed(Map<String, @Nullable Object> patch) {
    Object directive = patch.get(PATCH);
    if ("replace".equals(directive)) {
      patch.remove(PATCH);
      return patch;
    }
    if ("delete".equals(directive)) {
      patch.clear();
      return patch;
    }
    throw unknownDirective(directive, patch);
  }

  private static PatchFailure unknownDirective(
      @Nullable Object directive, Map<String, @Nullable Object> patch) {
    return PatchFailure.internal(
        "unknown patch type: " + Values.goText(directive) + " in map: " + Values.goText(patch));
  }

  /// Clears what the directive does not name; the patch may set nothing else either.
  private static void retainKeys(
      Map<String, @Nullable Object> original, Map<String, @Nullable Object> patch) {
    if (!patch.containsKey(RETAIN_KEYS)) {
      return;
    }
    if (!(patch.remove(RETAIN_KEYS) instanceof List<?> retained)
        || patch.entrySet().stream()
            .anyMatch(entry ->
                entry.getValue() != null
                    && !isListDirective(entry.getKey())
                    && !retained.contains(entry.getKey()))) {
      throw PatchFailure.badRequest("invalid patch format of retainKeys");
    }
    original.keySet().retainAll(new HashSet<>(retained));
  }

  private static boolean isListDirective(String name) {
    return name.startsWith(SET_ORDER) || name.startsWith(DELETE_FROM);
  }

  private static void deleteFrom(
      Map<String, @Nullable Object> original, String name, @Nullable Object values) {
    if (original.get(name) instanceof List<?> list && values instanceof List<?> unwanted) {
      List<@Nullable Object> rest = new ArrayList<>(list);
      rest.removeIf(item -> contains(unwanted, item));
      original.put(name, rest);
    }
  }

  private static boolean contains(List<?> list, @Nullable Object wanted) {
    return list.stream().anyMatch(item -> Values.same(item, wanted));
  }

  private static void mergeField(
      MergeType type, Map<String, @Nullable Object> original, String name, Object value) {
    Object before = original.get(name);
    MergeType part = Parts.field(type, name);
    if (before instanceof Map<?, ?> && value instanceof Map<?, ?>) {
      original.put(
          name,
          replaces(part) ? value : mergeMaps(part, Parts.entries(before), Parts.entries(value)));
    } else if (before instanceof List<?> list && value instanceof List<?> items) {
      original.put(name, mergeLists(part, list, items));
    } else if (isDeletion(value)) {
      original.remove(name);
    } else {
      original.put(name, withoutDirectives(value));
    }
  }

  private static boolean isDeletion(@Nullable Object value) {
    return value instanceof Map<?, ?> map && map.containsKey(PATCH);
  }

  /// What is taken from the patch as it is, less nulls and directives.
  private static @Nullable Object withoutDirectives(@Nullable Object value) {
    if (value instanceof Map<?, ?>) {
      Map<String, @Nullable Object> map = Parts.entries(value);
      map.entrySet()
          .removeIf(entry ->
              entry.getValue() == null
                  || isListDirective(entry.getKey())
                  || entry.getKey().equals(RETAIN_KEYS)
                  || isDeletion(entry.getValue()));
      map.replaceAll((_, part) -> withoutDirectives(part));
      return map;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> rest = new ArrayList<>(list);
      rest.removeIf(StrategicMergePatch::isDeletion);
      rest.replaceAll(StrategicMergePatch::withoutDirectives);
      return rest;
    }
    return value;
  }

  private static boolean replaces(MergeType type) {
    return hint(type).strategies().contains("replace");
  }

  private static MergeType.PatchHint hint(MergeType type) {
    return switch (type) {
      case MergeType.Struct struct -> struct.patch();
      case MergeType.MapOf map -> map.patch();
      case MergeType.ListOf list -> list.patch();
      case MergeType.Scalar _, MergeType.Untyped _ -> MergeType.PatchHint.NONE;
    };
  }

  /// Lists whose order the patch states, whether or not it changes their items.
  private static void mergeOrderedLists(
      MergeType type, Map<String, @Nullable Object> original, Map<String, @Nullable Object> patch) {
    for (String directive : new LinkedHashSet<>(patch.keySet())) {
      if (directive.startsWith(SET_ORDER)) {
        List<?> order = list(patch.remove(directive));
        String name = directive.substring(SET_ORDER.length());
        mergeOrderedList(Parts.field(type, name), original, patch, name, order);
      }
    }
  }

  private static void mergeOrderedList(
      MergeType type,
      Map<String, @Nullable Object> original,
      Map<String, @Nullable Object> patch,
      String name,
      List<?> order) {
    Object before = original.get(name);
    Object changes = patch.remove(name);
    if (before == null && changes == null) {
      return;
    }
    String key = hint(type).mergeKey();
    if (changes != null) {
      ListOrder.check(list(changes), order, key);
    }
    List<?> live = before == null ? List.of() : list(before);
    List<?> merged =
        before == null
            ? Parts.items(withoutDirectives(changes))
            : changes == null ? live : mergeLists(type, new ArrayList<>(live), list(changes));
    original.put(name, ListOrder.arrange(merged, order, live, key));
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw PatchFailure.internal(
        "expected a []interface {}, but received a " + Values.goType(value));
  }

  private static List<?> mergeLists(MergeType type, List<?> original, List<?> patch) {
    MergeType.PatchHint hint = hint(type);
    if (!hint.strategies().contains("merge")) {
      return patch;
    }
    if (original.isEmpty() && patch.isEmpty()) {
      return original;
    }
    if (requireOneKind(original, patch)) {
      String key = hint.mergeKey();
      if (key == null) {
        throw PatchFailure.internal("cannot merge lists without merge key");
      }
      return mergeKeyed(Parts.item(type), original, patch, key);
    }
    Set<@Nullable Object> both = new LinkedHashSet<>(original);
    both.addAll(patch);
    return ListOrder.arrange(new ArrayList<>(both), patch, original, null);
  }

  /// Whether the items are objects.
  private static boolean requireOneKind(List<?> original, List<?> patch) {
    Boolean objects = null;
    for (List<?> list : List.of(original, patch)) {
      for (Object item : list) {
        if (item instanceof List<?>) {
          throw PatchFailure.unprocessable("lists of lists are not supported");
        }
        boolean object = item instanceof Map<?, ?>;
        if (objects != null && objects != object) {
          throw PatchFailure.internal(
              "list element types are not identical: " + Values.goText(List.of(original, patch)));
        }
        objects = object;
      }
    }
    return Boolean.TRUE.equals(objects);
  }

  private static List<?> mergeKeyed(MergeType item, List<?> original, List<?> patch, String key) {
    List<@Nullable Object> live = new ArrayList<>(original);
    List<@Nullable Object> changes = new ArrayList<>();
    boolean replace = false;
    for (Object change : patch) {
      Map<String, @Nullable Object> fields = Parts.entries(change);
      Object directive = fields.get(PATCH);
      if (!fields.containsKey(PATCH)) {
        changes.add(change);
      } else if ("delete".equals(directive)) {
        Object deleted = ListOrder.key(fields, key);
        live.removeIf(other -> Values.same(Parts.entries(other).get(key), deleted));
      } else if ("replace".equals(directive)) {
        replace = true;
      } else if ("merge".equals(directive)) {
        throw PatchFailure.internal("merging lists cannot yet be specified in the patch");
      } else {
        throw unknownDirective(directive, fields);
      }
    }
    if (replace) {
      return changes;
    }
    List<?> before = List.copyOf(live);
    changes.forEach(change -> mergeItem(item, live, Parts.entries(change), key));
    return ListOrder.arrange(live, changes, before, key);
  }

  private static void mergeItem(
      MergeType item,
      List<@Nullable Object> live,
      Map<String, @Nullable Object> change,
      String key) {
    Object wanted = ListOrder.key(change, key);
    for (int i = 0; i < live.size(); i++) {
      Map<String, @Nullable Object> fields = Parts.entries(live.get(i));
      if (fields.containsKey(key) && Values.same(fields.get(key), wanted)) {
        live.set(i, mergeMaps(item, fields, change));
        return;
      }
    }
    live.add(withoutDirectives(change));
  }
}

package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON patch (RFC 6902) as kube-apiserver carries it out: negative positions count from the end, a
/// missing object member tests equal to null, and the error texts are those of evanphx/json-patch.
/// Pure; any thread.
public final class JsonPatch {
  /// The most operations a patch may hold.
  public static final int MAX_OPERATIONS = 10_000;

  /// The most bytes that the `copy` operations of one patch may add to an object.
  public static final int MAX_COPIED_BYTES = 3 * 1024 * 1024;

  /// One step of a patch; `value` is [Parts#ABSENT] when the member is missing.
  private record Operation(Map<String, @Nullable Object> members) {
    static Operation of(@Nullable Object operation) {
      if (operation instanceof Map<?, ?>) {
        return new Operation(Parts.entries(operation));
      }
      throw PatchFailure.badRequest(
          "json: cannot unmarshal "
              + kindOf(operation)
              + " into Go value of type"
              + " jsonpatch.Operation");
    }

    String kind() {
      return members.get("op") instanceof String kind ? kind : "unknown";
    }

    String path() {
      return location("path", kind() + " operation failed to decode path: ");
    }

    String from() {
      return location("from", kind() + " operation failed to decode from: ");
    }

    /// Upstream's three families of wording for one and the same mistake.
    private String location(String name, String failure) {
      if (members.get(name) instanceof String location) {
        return location;
      }
      boolean terse = name.equals("path") && !List.of("replace", "move", "test").contains(kind());
      String detail =
          name.equals("path")
              ? "operation missing path field: "
              : "operation, missing from field: ";
      throw PatchFailure.unprocessable(failure + (terse ? "" : detail) + MISSING);
    }

    @Nullable Object value() {
      return Parts.get(members, "value");
    }
  }

  /// A place in the document: a container and the last part of a path.
  private record Place(Object container, String key) {}

  private static final String MISSING = "missing value";
  private static final String INVALID_INDEX = "invalid index referenced";

  private Object document;
  private long copiedBytes;

  private JsonPatch(Map<String, Object> document) {
    this.document = document;
  }

  /// Answers the patched object; the argument stays as it is.
  ///
  /// @param patch the parsed patch
  /// @throws PatchFailure when it is no patch, too large, or does not apply to the object
  public static Map<String, Object> apply(Map<String, Object> object, @Nullable Object patch) {
    if (!(patch instanceof List<?> operations)) {
      throw PatchFailure.badRequest(
          "json: cannot unmarshal " + kindOf(patch) + " into Go value of type jsonpatch.Patch");
    }
    if (operations.size() > MAX_OPERATIONS) {
      throw new PatchFailure(
          PatchFailure.Reason.TOO_LARGE,
          "The allowed maximum operations in a JSON patch is %d, got %d"
              .formatted(MAX_OPERATIONS, operations.size()));
    }
    List<Operation> steps = operations.stream().map(Operation::of).toList();
    JsonPatch state = new JsonPatch(Json.copy(object));
    steps.forEach(state::apply);
    if (state.document instanceof Map<?, ?>) {
      return Json.object(state.document);
    }
    throw PatchFailure.unprocessable("the patched document is not a JSON object");
  }

  private void apply(Operation operation) {
    switch (operation.kind()) {
      case "add" -> add(operation);
      case "remove" -> remove(operation);
      case "replace" -> replace(operation);
      case "move" -> move(operation);
      case "test" -> test(operation);
      case "copy" -> copy(operation);
      default -> throw PatchFailure.unprocessable("Unexpected kind: " + operation.kind());
    }
  }

  private void add(Operation operation) {
    String path = operation.path();
    Place place = find(path);
    if (place == null) {
      throw notThere("add operation does not apply: doc is missing path: \"" + path + "\"");
    }
    insert(place, fresh(operation.value()), "error in add for path: '" + path + "': ");
  }

  private void remove(Operation operation) {
    String path = operation.path();
    Place place = find(path);
    if (place == null) {
      throw notThere("remove operation does not apply: doc is missing path: \"" + path + "\"");
    }
    delete(place, "error in remove for path: '" + path + "': ");
  }

  private void replace(Operation operation) {
    String path = operation.path();
    Object value = fresh(operation.value());
    if (path.isEmpty()) {
      if (!(value instanceof Map<?, ?>) && !(value instanceof List<?>)) {
        throw PatchFailure.unprocessable("replace operation value must be object or array");
      }
      document = value;
      return;
    }
    Place place = find(path);
    if (place == null) {
      throw notThere("replace operation does not apply: doc is missing path: " + path);
    }
    if (place.container() instanceof List<?> list) {
      int index = existing(list, place.key());
      if (index < 0) {
        throw notThere("replace operation does not apply: doc is missing key: " + path);
      }
      items(list).set(index, value);
    } else {
      fields(place).put(place.key(), value);
    }
  }

  private void move(Operation operation) {
    String from = operation.from();
    Place source = find(from);
    if (source == null) {
      throw notThere("move operation does not apply: doc is missing from path: " + from);
    }
    String failure = "error in move for path: '" + source.key() + "': ";
    Object value = get(source, failure);
    delete(source, failure);
    String path = operation.path();
    Place target = find(path);
    if (target == null) {
      throw notThere("move operation does not apply: doc is missing destination path: " + path);
    }
    insert(target, value, "error in move for path: '" + path + "': ");
  }

  private void test(Operation operation) {
    String path = operation.path();
    Object found;
    if (path.isEmpty()) {
      found = document;
    } else {
      Place place = find(path);
      if (place == null) {
        throw notThere("test operation does not apply: is missing path: " + path);
      }
      found = get(place, "error in test for path: '" + path + "': ");
    }
    if (!Values.same(nullIfAbsent(found), nullIfAbsent(operation.value()))) {
      throw PatchFailure.unprocessable("testing value " + path + " failed: test failed");
    }
  }

  private void copy(Operation operation) {
    String from = operation.from();
    Place source = find(from);
    if (source == null) {
      throw notThere("copy operation does not apply: doc is missing from path: " + from);
    }
    Object value = get(source, "error in copy for from: '" + from + "': ");
    String path = operation.path();
    Place target = find(path);
    if (target == null) {
      throw notThere("copy operation does not apply: doc is missing destination path: " + path);
    }
    copiedBytes += Parts.isAbsent(value) ? 0 : Json.write(value).length;
    if (copiedBytes > MAX_COPIED_BYTES) {
      throw PatchFailure.unprocessable(
          "Unable to complete the copy, the accumulated size increase of copy is %d, exceeding the limit %d"
              .formatted(copiedBytes, MAX_COPIED_BYTES));
    }
    insert(target, fresh(value), "error while adding value during copy: ");
  }

  /// Where a path leads; null when something on the way is not there.
  private @Nullable Place find(String path) {
    List<String> parts = Arrays.asList(path.split("/", -1));
    if (parts.size() < 2) {
      return null;
    }
    Object container = document;
    for (String part : parts.subList(1, parts.size() - 1)) {
      Object next = step(container, decoded(part));
      if (!(next instanceof Map<?, ?>) && !(next instanceof List<?>)) {
        return null;
      }
      container = next;
    }
    return new Place(container, decoded(parts.getLast()));
  }

  private static String decoded(String part) {
    return part.replace("~1", "/").replace("~0", "~");
  }

  private static @Nullable Object step(Object container, String key) {
    if (container instanceof List<?> list) {
      int index = existing(list, key);
      return index < 0 ? null : list.get(index);
    }
    return Parts.entries(container).get(key);
  }

  /// The value at a place, [Parts#ABSENT] for a member that is not there.
  private static @Nullable Object get(Place place, String failure) {
    if (place.container() instanceof List<?> list) {
      return list.get(checked(place.key(), list.size() - 1, failure));
    }
    return Parts.get(fields(place), place.key());
  }

  private static void insert(Place place, @Nullable Object value, String failure) {
    if (!(place.container() instanceof List<?> list)) {
      fields(place).put(place.key(), nullIfAbsent(value));
    } else if (place.key().equals("-")) {
      items(list).add(nullIfAbsent(value));
    } else {
      String hint =
          number(place.key()) == null
              ? failure + "value was not a proper array index: '" + place.key() + "': "
              : failure;
      items(list).add(checked(place.key(), list.size(), hint), nullIfAbsent(value));
    }
  }

  private static void delete(Place place, String failure) {
    if (place.container() instanceof List<?> list) {
      items(list).remove(checked(place.key(), list.size() - 1, failure));
    } else if (fields(place).containsKey(place.key())) {
      fields(place).remove(place.key());
    } else {
      throw notThere(failure + "Unable to remove nonexistent key: " + place.key());
    }
  }

  /// The position a key names, at most `last`; negative ones count from behind it.
  private static int checked(String key, int last, String failure) {
    Integer index = number(key);
    if (index == null) {
      throw PatchFailure.unprocessable(
          failure + "strconv.Atoi: parsing " + Values.quote(key) + ": invalid syntax");
    }
    if (index > last || index < -(last + 1)) {
      throw PatchFailure.unprocessable(
          failure + "Unable to access invalid index: " + index + ": " + INVALID_INDEX);
    }
    return index < 0 ? index + last + 1 : index;
  }

  /// The position of an item that is there, else -1.
  private static int existing(List<?> list, String key) {
    Integer index = number(key);
    if (index == null || index >= list.size() || index < -list.size()) {
      return -1;
    }
    return index < 0 ? index + list.size() : index;
  }

  private static @Nullable Integer number(String key) {
    try {
      return Integer.valueOf(key);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static Map<String, @Nullable Object> fields(Place place) {
    return Parts.entries(place.container());
  }

  @SuppressWarnings("unchecked")
  private static List<@Nullable Object> items(List<?> list) {
    return (List<@Nullable Object>) list;
  }

  private static @Nullable Object nullIfAbsent(@Nullable Object value) {
    return Parts.isAbsent(value) ? null : value;
  }

  private static @Nullable Object fresh(@Nullable Object value) {
    return Json.copyValue(nullIfAbsent(value));
  }

  private static PatchFailure notThere(String message) {
    return PatchFailure.unprocessable(message + ": " + MISSING);
  }

  /// The kind of a JSON value as Go's decoder names it.
  static String kindOf(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> _ -> "object";
      case List<?> _ -> "array";
      case String _ -> "string";
      case Boolean _ -> "bool";
      case null -> "null";
      default -> "number";
    };
  }
}

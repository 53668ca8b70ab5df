package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sets one field deep in a body, by a path such as `messages[2].content[0].cache_control`. An
/// object on the way that holds nothing else, and so was not written, is made.
final class Placement {
  private Placement() {}

  /// The body with the field set; nothing when there is no such place or it is taken.
  static Optional<Json.Obj> set(Json.Obj body, String path, Json value) {
    return set(body, List.of(path.split("[.\\[]", -1)), value).map(Json.Obj.class::cast);
  }

  private static Optional<Json> set(Json tree, List<String> steps, Json value) {
    return switch (tree) {
      case Json.Obj object -> inObject(object, steps, value);
      case Json.Arr array -> inArray(array, steps, value);
      case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> Optional.empty();
    };
  }

  private static Optional<Json> inObject(Json.Obj object, List<String> steps, Json value) {
    String name = steps.getFirst();
    Optional<Json> old = object.field(name);
    if (steps.size() == 1) {
      return old.isPresent() ? Optional.empty() : Optional.of(object.with(name, value));
    }
    boolean intoArray = steps.get(1).endsWith("]");
    return old.or(() -> intoArray ? Optional.empty() : Optional.of(Json.object()))
        .flatMap(child -> set(child, steps.subList(1, steps.size()), value))
        .map(changed -> object.with(name, changed));
  }

  private static Optional<Json> inArray(Json.Arr array, List<String> steps, Json value) {
    int index = index(steps.getFirst());
    if (index < 0 || index >= array.items().size() || steps.size() == 1) {
      return Optional.empty();
    }
    return set(array.items().get(index), steps.subList(1, steps.size()), value)
        .map(changed -> {
          List<Json> items = new ArrayList<>(array.items());
          items.set(index, changed);
          return new Json.Arr(items);
        });
  }

  private static int index(String step) {
    return step.matches("\\d{1,9}]") ? Integer.parseInt(step.substring(0, step.length() - 1)) : -1;
  }
}

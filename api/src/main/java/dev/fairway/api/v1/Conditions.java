package dev.fairway.api.v1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A list of conditions, one per type, in the order they were first set.
final class Conditions {
  private Conditions() {}

  static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  static List<Condition> with(List<Condition> conditions, Condition condition) {
    var result = new ArrayList<>(conditions);
    for (int i = 0; i < result.size(); i++) {
      if (result.get(i).type().equals(condition.type())) {
        result.set(i, condition.keepingTimeOf(result.get(i)));
        return List.copyOf(result);
      }
    }
    result.add(condition);
    return List.copyOf(result);
  }
}

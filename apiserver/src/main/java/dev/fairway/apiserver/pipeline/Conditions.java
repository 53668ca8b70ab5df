package dev.fairway.apiserver.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The conditions of a status.
final class Conditions {
  private Conditions() {}

  static boolean isTrue(Map<String, Object> object, String type) {
    return Trees.objects(object, "status", "conditions").stream()
        .anyMatch(condition ->
            Trees.text(condition, "type").equals(type)
                && Trees.text(condition, "status").equals("True"));
  }

  /// Sets a condition; its transition time moves only when its status does.
  static void set(
      Map<String, Object> status,
      String type,
      String value,
      String reason,
      String message,
      String now) {
    List<Object> conditions = new ArrayList<>();
    String since = now;
    for (Map<String, Object> condition : Trees.objects(status, "conditions")) {
      if (!Trees.text(condition, "type").equals(type)) {
        conditions.add(condition);
      } else if (Trees.text(condition, "status").equals(value)) {
        since = Trees.text(condition, "lastTransitionTime");
      }
    }
    conditions.add(
        Trees.of(
            "lastTransitionTime", since,
            "message", message,
            "reason", reason,
            "status", value,
            "type", type));
    status.put("conditions", conditions);
  }
}

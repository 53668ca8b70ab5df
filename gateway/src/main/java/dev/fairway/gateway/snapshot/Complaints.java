package dev.fairway.gateway.snapshot;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why objects are left out, logged once for each change. For one thread.
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);

  private final Map<String, String> before = new HashMap<>();
  private final Map<String, String> now = new HashMap<>();

  /// @param object such as `ModelRoute default/chat`
  void leftOut(String object, String why) {
    if (!why.equals(before.get(object))) {
      LOG.atWarn().addKeyValue("object", object).addKeyValue("why", why).log("left out");
    }
    now.put(object, why);
  }

  /// All objects have been looked at once more.
  void turn() {
    before.clear();
    before.putAll(now);
    now.clear();
  }
}

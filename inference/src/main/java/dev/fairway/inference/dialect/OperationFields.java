package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all operations do with fields.
final class OperationFields {
  private OperationFields() {}

  static Extras extras(String dialect, Map<String, Json> fields) {
    return fields.isEmpty() ? Extras.NONE : new Extras(dialect, fields);
  }

  /// The body with the fields that its own format has beyond the canonical form.
  static Json.Obj complete(Body body, Extras extras, String dialect, Omissions omissions) {
    Json.Obj complete = body.json();
    for (Map.Entry<String, Json> extra : extras.fields().entrySet()) {
      if (own(extras, dialect) && complete.field(extra.getKey()).isEmpty()) {
        complete = complete.with(extra.getKey(), extra.getValue());
      } else {
        omissions.refuse(extra.getKey(), "it has no such field, or not in this place");
      }
    }
    return complete;
  }

  static boolean own(Extras extras, String dialect) {
    return extras.dialect().equals(dialect) || extras.dialect().equals(Extras.ANY);
  }

  static void hint(Omissions omissions, String name, @Nullable Object value) {
    if (value != null) {
      omissions.drop(name);
    }
  }

  static void refuse(Omissions omissions, String name, @Nullable Object value) {
    if (value != null) {
      omissions.refuse(name, "it has no such field");
    }
  }

  static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}

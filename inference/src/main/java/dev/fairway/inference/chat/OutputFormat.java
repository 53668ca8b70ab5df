package dev.fairway.inference.chat;

import org.jspecify.annotations.Nullable;

/// The form asked of the answer's text.
public sealed interface OutputFormat {
  /// Free text.
  record Text() implements OutputFormat {}

  /// Some JSON object.
  record AnyJson() implements OutputFormat {}

  /// JSON that keeps to a schema.
  ///
  /// @param name a name some providers ask for; letters, digits, `_` and `-`
  record Schema(
      String name, @Nullable String description, Json.Obj schema, @Nullable Boolean strict)
      implements OutputFormat {
    public static Schema of(Json.Obj schema) {
      return new Schema("answer", null, schema, true);
    }
  }
}

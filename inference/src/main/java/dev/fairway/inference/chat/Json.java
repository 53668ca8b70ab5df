package dev.fairway.inference.chat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An immutable JSON value. Objects keep the order of their fields, numbers keep their digits
/// (`1.0` stays `1.0`), and two values are equal when their contents are; the order of an object's
/// fields does not matter for that.
///
/// This is the form of everything in a model call that has no fixed shape: JSON schemas, tool
/// arguments, fields no dialect knows.
public sealed interface Json {
  /// Deepest nesting that is read; deeper text is a [JsonSyntax].
  int MAX_DEPTH = 200;

  /// Reads exactly one JSON value.
  ///
  /// @throws JsonSyntax when the text is anything else
  static Json parse(String text) {
    return JsonText.parse(text);
  }

  /// Reads exactly one JSON value from UTF-8.
  ///
  /// @throws JsonSyntax when the bytes are anything else
  static Json parse(byte[] utf8) {
    return JsonText.parse(utf8);
  }

  /// The plain Java tree (maps with string keys, lists, strings, numbers, booleans, null) as JSON.
  ///
  /// @throws IllegalArgumentException when a value is of another type
  static Json of(@Nullable Object tree) {
    return JsonText.of(tree);
  }

  /// An object of one field; see [Obj#with] for more.
  static Obj object(String name, Json value) {
    return Obj.EMPTY.with(name, value);
  }

  /// An object without fields.
  static Obj object() {
    return Obj.EMPTY;
  }

  /// Compact JSON text.
  default String text() {
    return JsonText.write(this);
  }

  /// Compact JSON text in UTF-8.
  default byte[] utf8() {
    return JsonText.writeUtf8(this);
  }

  /// A JSON object.
  record Obj(Map<String, Json> fields) implements Json {
    private static final Obj EMPTY = new Obj(Map.of());

    public Obj {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The field, or nothing when it is absent; a present `null` is [Null].
    public Optional<Json> field(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /// This object with one field set; a new field goes to the end.
    public Obj with(String name, Json value) {
      Map<String, Json> changed = new LinkedHashMap<>(fields);
      changed.put(name, value);
      return new Obj(changed);
    }
  }

  /// A JSON array.
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /// A JSON string.
  record Str(String value) implements Json {}

  /// A JSON number.
  record Num(BigDecimal value) implements Json {
    public Num(long value) {
      this(BigDecimal.valueOf(value));
    }
  }

  /// `true` or `false`.
  record Bool(boolean value) implements Json {}

  /// `null`.
  record Null() implements Json {}
}

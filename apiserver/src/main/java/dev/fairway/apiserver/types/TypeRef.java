package dev.fairway.apiserver.types;

import java.util.Locale;

/// What a field holds.
sealed interface TypeRef {
  /// A type with one JSON value.
  record Scalar(Form form) implements TypeRef {}

  /// Another type of the table, by its OpenAPI name.
  record Named(String name) implements TypeRef {}

  /// A list. A wrapped one is a protobuf message of its own around its items.
  record ListOf(TypeRef item, boolean wrapped) implements TypeRef {}

  /// An object with free keys.
  record MapOf(TypeRef value) implements TypeRef {}

  /// The JSON and protobuf forms of a value without fields of its own in the table.
  enum Form {
    STRING,
    BOOL,
    INT32,
    INT64,
    DOUBLE,
    BYTES,
    TIME,
    MICROTIME,
    DURATION,
    QUANTITY,
    INTORSTRING,
    RAWEXTENSION,
    FIELDSV1,
    JSON,
    SCHEMAORARRAY,
    SCHEMAORBOOL,
    SCHEMAORSTRINGS
  }

  /// Reads the notation of the table: `[]x` a list, `wrapped[]x` a wrapped one, `{}x` a map,
  /// `io.k8s...` another type, anything else a form.
  static TypeRef parse(String word) {
    if (word.startsWith("wrapped[]")) {
      return new ListOf(parse(word.substring("wrapped[]".length())), true);
    }
    if (word.startsWith("[]")) {
      return new ListOf(parse(word.substring(2)), false);
    }
    if (word.startsWith("{}")) {
      return new MapOf(parse(word.substring(2)));
    }
    if (word.startsWith("io.k8s.")) {
      return new Named(word);
    }
    return new Scalar(Form.valueOf(word.toUpperCase(Locale.ROOT)));
  }
}

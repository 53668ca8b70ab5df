package dev.fairway.apiserver.cel;

import java.util.Map;

/// The type of a value as rules see it; knows nothing of the CEL library. Immutable.
public sealed interface DeclType {
  /// A value without parts, with the form its text has in JSON.
  enum Scalar implements DeclType {
    BOOL,
    INT,
    DOUBLE,
    STRING,
    /// Base64 text.
    BYTES,
    /// RFC 3339 text.
    TIMESTAMP,
    /// `2006-01-02` text.
    DATE,
    /// Text as Go writes durations.
    DURATION,
    /// Anything; its type is known only when a rule runs.
    DYN
  }

  record ListOf(DeclType item) implements DeclType {}

  /// An object with free keys.
  record MapOf(DeclType value) implements DeclType {}

  /// An object with known fields, by their JSON names. Fields that rules cannot name are left out.
  record Struct(Map<String, DeclType> fields) implements DeclType {}
}

package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.cel.DeclType;
import dev.fairway.apiserver.cel.DeclType.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What rules see of a value with a schema (`apiserver/pkg/cel/common/schemas.go`).
final class CelTypes {
  private static final DeclType NAMES =
      new DeclType.Struct(Map.of("name", Scalar.STRING, "generateName", Scalar.STRING));

  private CelTypes() {}

  /// The type; null for a value that rules cannot see.
  ///
  /// @param resource the value has a kind and metadata
  static @Nullable DeclType of(SchemaNode schema, boolean resource) {
    if (schema.extensions().intOrString()) {
      return Scalar.DYN;
    }
    return switch (schema.type()) {
      case "array" -> list(schema.items());
      case "object" -> object(schema, resource);
      case "string" -> text(schema.checks().format());
      case "boolean" -> Scalar.BOOL;
      case "number" -> Scalar.DOUBLE;
      case "integer" -> Scalar.INT;
      default -> null;
    };
  }

  private static @Nullable DeclType list(@Nullable SchemaNode items) {
    DeclType item = items == null ? null : of(items, items.extensions().embedded());
    return item == null ? null : new DeclType.ListOf(item);
  }

  private static @Nullable DeclType object(SchemaNode schema, boolean resource) {
    SchemaNode additional = schema.additional();
    if (additional != null) {
      DeclType value = of(additional, additional.extensions().embedded());
      return value == null ? null : new DeclType.MapOf(value);
    }
    Map<String, DeclType> fields = new LinkedHashMap<>();
    schema
        .properties()
        .forEach((name, property) -> {
          DeclType type = of(property, property.extensions().embedded());
          if (type != null) {
            fields.put(name, type);
          }
        });
    if (resource) {
      fields.put("apiVersion", Scalar.STRING);
      fields.put("kind", Scalar.STRING);
      fields.put("metadata", NAMES);
    }
    return new DeclType.Struct(fields);
  }

  private static DeclType text(@Nullable Format format) {
    return switch (format == null ? "" : format.name()) {
      case "byte" -> Scalar.BYTES;
      case "date" -> Scalar.DATE;
      case "date-time" -> Scalar.TIMESTAMP;
      case "duration" -> Scalar.DURATION;
      default -> Scalar.STRING;
    };
  }
}

package dev.fairway.apiserver.types;

import dev.fairway.apiserver.types.TypeTable.TypeDef;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the first value of a JSON type that a built-in field does not take, and says so in the
/// words of Go's JSON decoder, which are what a client of Kubernetes gets to read.
final class TypeCheck {
  private final TypeTable table;

  TypeCheck(TypeTable table) {
    this.table = table;
  }

  /// Null when every value fits.
  @Nullable String mismatch(Map<String, Object> object, TypeDef type) {
    return object(object, type, "");
  }

  private @Nullable String object(Map<?, ?> object, TypeDef type, String path) {
    for (FieldDef field : table.jsonFields(type).values()) {
      Object value = object.get(field.name());
      if (value != null) {
        String at = path.isEmpty() ? field.name() : path + "." + field.name();
        String found = value(value, field.type(), type, at);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable String value(Object value, TypeRef type, TypeDef owner, String path) {
    return switch (type) {
      case TypeRef.Named(var name) ->
          value instanceof Map<?, ?> map
              ? object(map, table.type(name), path)
              : wrong(value, type, owner, path);
      case TypeRef.ListOf(var item, _) ->
          value instanceof List<?> list
              ? each(list, item, owner, path)
              : wrong(value, type, owner, path);
      case TypeRef.MapOf(var item) ->
          value instanceof Map<?, ?> map
              ? each(map.values(), item, owner, path)
              : wrong(value, type, owner, path);
      case TypeRef.Scalar(var form) -> scalar(value, form, type, owner, path);
    };
  }

  private @Nullable String each(Iterable<?> values, TypeRef item, TypeDef owner, String path) {
    for (Object value : values) {
      if (value != null) {
        String found = value(value, item, owner, path);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable String scalar(
      Object value, TypeRef.Form form, TypeRef type, TypeDef owner, String path) {
    boolean fits =
        switch (form) {
          case STRING, TIME, MICROTIME, DURATION -> value instanceof String;
          case BOOL -> value instanceof Boolean;
          case INT32 -> value instanceof Long number && number == (int) (long) number;
          case INT64 -> value instanceof Long;
          case DOUBLE -> value instanceof Number;
          case BYTES -> value instanceof String;
          case QUANTITY -> value instanceof String || value instanceof Number;
          case INTORSTRING -> value instanceof String || value instanceof Long;
          case RAWEXTENSION, FIELDSV1, JSON, SCHEMAORARRAY, SCHEMAORBOOL, SCHEMAORSTRINGS -> true;
        };
    if (!fits) {
      return wrong(value, type, owner, path);
    }
    return form == TypeRef.Form.BYTES ? base64((String) value) : null;
  }

  private static @Nullable String base64(String text) {
    try {
      Base64.getDecoder().decode(text.replace("\n", "").replace("\r", ""));
      return null;
    } catch (IllegalArgumentException e) {
      return "illegal base64 data at input byte " + firstBadByte(text);
    }
  }

  private static int firstBadByte(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fine = Character.isLetterOrDigit(c) && c < 128;
      if (!fine && c != '+' && c != '/' && c != '=' && c != '\n' && c != '\r') {
        return i;
      }
    }
    return text.length() / 4 * 4;
  }

  private static String wrong(Object value, TypeRef type, TypeDef owner, String path) {
    String found =
        switch (value) {
          case String _ -> "string";
          case Boolean _ -> "bool";
          case Long number when goType(type).startsWith("int") -> "number " + number;
          case Double number when goType(type).startsWith("int") -> "number " + number;
          case Number _ -> "number";
          case List<?> _ -> "array";
          default -> "object";
        };
    return "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
        .formatted(found, lastPart(owner.name()), path, goType(type));
  }

  private static String goType(TypeRef type) {
    return switch (type) {
      case TypeRef.Named(var name) -> {
        String[] parts = name.split("\\.");
        yield parts[parts.length - 2] + "." + parts[parts.length - 1];
      }
      case TypeRef.ListOf(var item, _) -> "[]" + goType(item);
      case TypeRef.MapOf(var item) -> "map[string]" + goType(item);
      case TypeRef.Scalar(var form) ->
          switch (form) {
            case STRING -> "string";
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case DOUBLE -> "float64";
            case BYTES -> "[]uint8";
            case TIME -> "string";
            case MICROTIME -> "string";
            case DURATION -> "string";
            case QUANTITY, INTORSTRING -> "string";
            default -> "object";
          };
    };
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}

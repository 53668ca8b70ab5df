package dev.fairway.apiserver.types;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import dev.fairway.apiserver.schema.MergeType.PatchHint;
import dev.fairway.apiserver.types.TypeTable.TypeDef;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The merge types of the built-in kinds. Fields are looked up when they are asked for, because
/// types such as JSON schemas contain themselves.
final class BuiltinMergeTypes {
  private final TypeTable table;

  BuiltinMergeTypes(TypeTable table) {
    this.table = table;
  }

  MergeType of(TypeDef type) {
    return struct(type, false, PatchHint.NONE);
  }

  private MergeType struct(TypeDef type, boolean atomic, PatchHint patch) {
    return new MergeType.Struct(name -> field(type, name), atomic || type.atomic(), patch);
  }

  private @Nullable MergeType field(TypeDef type, String name) {
    FieldDef field = table.jsonFields(type).get(name);
    if (field == null) {
      boolean typeMeta = name.equals("apiVersion") || name.equals("kind");
      return typeMeta ? new MergeType.Scalar() : null;
    }
    return of(field.type(), field);
  }

  private MergeType of(TypeRef type, FieldDef field) {
    return switch (type) {
      case TypeRef.Named(var name) -> struct(table.type(name), field.atomicMap(), field.patch());
      case TypeRef.ListOf(var item, _) ->
          new MergeType.ListOf(
              item(item, field),
              field.list(),
              field.keys(),
              keyDefaults(item, field),
              field.patch());
      case TypeRef.MapOf(var value) ->
          new MergeType.MapOf(item(value, field), field.atomicMap(), field.patch());
      case TypeRef.Scalar(var form) ->
          switch (form) {
            case RAWEXTENSION, JSON, SCHEMAORARRAY, SCHEMAORBOOL, SCHEMAORSTRINGS ->
                new MergeType.Untyped();
            default -> new MergeType.Scalar();
          };
    };
  }

  /// The hints of a field are about the field itself, not about what its items hold.
  private MergeType item(TypeRef item, FieldDef field) {
    return switch (item) {
      case TypeRef.Named(var name) -> struct(table.type(name), false, PatchHint.NONE);
      default -> of(item, field.plain());
    };
  }

  private Map<String, Object> keyDefaults(TypeRef item, FieldDef field) {
    Map<String, Object> defaults = new HashMap<>();
    if (item instanceof TypeRef.Named(var name)) {
      Map<String, FieldDef> fields = table.jsonFields(table.type(name));
      for (String key : field.keys()) {
        FieldDef found = fields.get(key);
        if (found != null && found.defaultValue() != null) {
          byte[] json = found.defaultValue().getBytes(StandardCharsets.UTF_8);
          defaults.put(key, Objects.requireNonNull(Json.parse(json)));
        }
      }
    }
    return defaults;
  }
}

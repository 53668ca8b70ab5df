package dev.fairway.apiserver.types;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.schema.MergeType;
import dev.fairway.apiserver.schema.ObjectSchema;
import dev.fairway.apiserver.types.TypeTable.TypeDef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A built-in kind as its table says. It knows fields, JSON types and static defaults; what a kind
/// demands beyond that (names, immutable fields) is the rule of that kind.
final class BuiltinSchema implements ObjectSchema {
  private final TypeTable table;
  private final TypeDef root;
  private final MergeType mergeType;

  BuiltinSchema(TypeTable table, TypeDef root) {
    this.table = table;
    this.root = root;
    this.mergeType = new BuiltinMergeTypes(table).of(root);
  }

  @Override
  public List<String> prune(Map<String, Object> object) {
    List<String> unknown = new ArrayList<>();
    prune(object, root, "", unknown);
    return unknown;
  }

  @Override
  public void applyDefaults(Map<String, Object> object) {
    applyDefaults(object, root);
  }

  @Override
  public List<FieldError> validate(Map<String, Object> object, @Nullable Map<String, Object> old) {
    return List.of();
  }

  @Override
  public Optional<String> mismatch(Map<String, Object> object) {
    return Optional.ofNullable(new TypeCheck(table).mismatch(object, root));
  }

  @Override
  public MergeType mergeType() {
    return mergeType;
  }

  private void prune(Map<String, Object> object, TypeDef type, String path, List<String> unknown) {
    Map<String, FieldDef> known = table.jsonFields(type);
    Predicate<String> typeMeta =
        name -> path.isEmpty() && (name.equals("apiVersion") || name.equals("kind"));
    object
        .entrySet()
        .removeIf(entry -> {
          String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
          FieldDef field = known.get(entry.getKey());
          if (field == null) {
            if (typeMeta.test(entry.getKey())) {
              return false;
            }
            unknown.add(at);
            return true;
          }
          descend(entry.getValue(), field.type(), at, unknown);
          return false;
        });
  }

  private void descend(@Nullable Object value, TypeRef type, String path, List<String> unknown) {
    switch (type) {
      case TypeRef.Named(var name) when value instanceof Map<?, ?> ->
          prune(Json.object(value), table.type(name), path, unknown);
      case TypeRef.ListOf(var item, _) when value instanceof List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          descend(list.get(i), item, path + "[" + i + "]", unknown);
        }
      }
      case TypeRef.MapOf(var item) when value instanceof Map<?, ?> map ->
          map.forEach((key, one) -> descend(one, item, path + "." + key, unknown));
      default -> {}
    }
  }

  private void applyDefaults(Map<String, Object> object, TypeDef type) {
    for (FieldDef field : table.jsonFields(type).values()) {
      String fallback = field.defaultValue();
      if (fallback != null && object.get(field.name()) == null) {
        object.put(field.name(), Json.parse(fallback.getBytes(StandardCharsets.UTF_8)));
      }
      complete(object.get(field.name()), field.type());
    }
  }

  private void complete(@Nullable Object value, TypeRef type) {
    switch (type) {
      case TypeRef.Named(var name) when value instanceof Map<?, ?> ->
          applyDefaults(Json.object(value), table.type(name));
      case TypeRef.ListOf(var item, _) when value instanceof List<?> list ->
          list.forEach(one -> complete(one, item));
      case TypeRef.MapOf(var item) when value instanceof Map<?, ?> map ->
          map.values().forEach(one -> complete(one, item));
      default -> {}
    }
  }
}

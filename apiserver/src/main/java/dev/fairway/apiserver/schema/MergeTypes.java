package dev.fairway.apiserver.schema;

import dev.fairway.apiserver.schema.MergeType.ListKind;
import dev.fairway.apiserver.schema.MergeType.ListOf;
import dev.fairway.apiserver.schema.MergeType.MapOf;
import dev.fairway.apiserver.schema.MergeType.PatchHint;
import dev.fairway.apiserver.schema.MergeType.Scalar;
import dev.fairway.apiserver.schema.MergeType.Struct;
import dev.fairway.apiserver.schema.MergeType.Untyped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What merging must know, read off a structural schema.
final class MergeTypes {
  private static final MergeType SCALAR = new Scalar();
  private static final MergeType UNTYPED = new Untyped();
  private static final MergeType TEXTS = new MapOf(SCALAR, false, PatchHint.NONE);

  /// `metadata` of every object.
  static final MergeType OBJECT_META =
      struct(
          Map.ofEntries(
              Map.entry("name", SCALAR),
              Map.entry("generateName", SCALAR),
              Map.entry("namespace", SCALAR),
              Map.entry("selfLink", SCALAR),
              Map.entry("uid", SCALAR),
              Map.entry("resourceVersion", SCALAR),
              Map.entry("generation", SCALAR),
              Map.entry("creationTimestamp", SCALAR),
              Map.entry("deletionTimestamp", SCALAR),
              Map.entry("deletionGracePeriodSeconds", SCALAR),
              Map.entry("labels", TEXTS),
              Map.entry("annotations", TEXTS),
              Map.entry(
                  "finalizers",
                  new ListOf(SCALAR, ListKind.SET, List.of(), Map.of(), PatchHint.NONE)),
              Map.entry(
                  "ownerReferences",
                  new ListOf(
                      new MapOf(SCALAR, true, PatchHint.NONE),
                      ListKind.MAP,
                      List.of("uid"),
                      Map.of(),
                      PatchHint.NONE)),
              Map.entry(
                  "managedFields",
                  new ListOf(UNTYPED, ListKind.ATOMIC, List.of(), Map.of(), PatchHint.NONE))),
          null,
          false);

  private MergeTypes() {}

  /// The type of a whole resource.
  static MergeType resource(SchemaNode root) {
    return object(root, true);
  }

  private static MergeType of(SchemaNode schema) {
    if (schema.extensions().intOrString()) {
      return SCALAR;
    }
    return switch (schema.type()) {
      case "object" -> object(schema, schema.extensions().embedded());
      case "array" -> list(schema);
      case "" -> UNTYPED;
      default -> SCALAR;
    };
  }

  private static MergeType object(SchemaNode schema, boolean resource) {
    boolean atomic = schema.extensions().atomicMap();
    boolean open = schema.extensions().preserveUnknown() || schema.freeKeys();
    if (!resource && schema.properties().isEmpty()) {
      SchemaNode value = schema.additional();
      return value == null && !atomic
          ? UNTYPED
          : new MapOf(value == null ? UNTYPED : of(value), atomic, PatchHint.NONE);
    }
    Map<String, MergeType> fields = new LinkedHashMap<>();
    schema.properties().forEach((name, property) -> fields.put(name, of(property)));
    if (resource) {
      fields.put("apiVersion", SCALAR);
      fields.put("kind", SCALAR);
      fields.put("metadata", OBJECT_META);
    }
    return struct(fields, open ? UNTYPED : null, atomic);
  }

  private static MergeType struct(
      Map<String, MergeType> fields, @Nullable MergeType others, boolean atomic) {
    return new Struct(Map.copyOf(fields)::get, atomic, PatchHint.NONE, others);
  }

  private static MergeType list(SchemaNode schema) {
    SchemaNode items = schema.items();
    List<String> keys = schema.extensions().listKeys();
    Map<String, Object> defaults = new LinkedHashMap<>();
    for (String key : keys) {
      SchemaNode property = items == null ? null : items.properties().get(key);
      if (property != null && property.defaultValue() != null) {
        defaults.put(key, property.defaultValue());
      }
    }
    return new ListOf(
        items == null ? UNTYPED : of(items),
        schema.extensions().listKind(),
        keys,
        defaults,
        PatchHint.NONE);
  }
}

package dev.fairway.apiserver.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The type of one `self` and the struct types in it, under names no expression can spell.
final class SelfTypes implements CelTypeProvider {
  private final CelType self;
  private final ImmutableMap<String, CelType> structs;

  private SelfTypes(CelType self, ImmutableMap<String, CelType> structs) {
    this.self = self;
    this.structs = structs;
  }

  static SelfTypes of(DeclType type) {
    Map<String, CelType> structs = new LinkedHashMap<>();
    CelType self = celType(type, structs);
    return new SelfTypes(self, ImmutableMap.copyOf(structs));
  }

  CelType self() {
    return self;
  }

  private static CelType celType(DeclType type, Map<String, CelType> structs) {
    return switch (type) {
      case DeclType.Scalar scalar -> scalar(scalar);
      case DeclType.ListOf list -> ListType.create(celType(list.item(), structs));
      case DeclType.MapOf map -> MapType.create(SimpleType.STRING, celType(map.value(), structs));
      case DeclType.Struct struct -> struct(struct, structs);
    };
  }

  private static CelType scalar(DeclType.Scalar scalar) {
    return switch (scalar) {
      case BOOL -> SimpleType.BOOL;
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case STRING -> SimpleType.STRING;
      case BYTES -> SimpleType.BYTES;
      case TIMESTAMP, DATE -> SimpleType.TIMESTAMP;
      case DURATION -> SimpleType.DURATION;
      case DYN -> SimpleType.DYN;
    };
  }

  private static CelType struct(DeclType.Struct struct, Map<String, CelType> structs) {
    ImmutableMap.Builder<String, CelType> builder = ImmutableMap.builder();
    struct
        .fields()
        .forEach((name, type) ->
            FieldNames.escape(name)
                .ifPresent(escaped -> builder.put(escaped, celType(type, structs))));
    ImmutableMap<String, CelType> fields = builder.buildOrThrow();
    String name = "self.type" + structs.size();
    CelType type =
        StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    structs.put(name, type);
    return type;
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return structs.values();
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(structs.get(name));
  }
}

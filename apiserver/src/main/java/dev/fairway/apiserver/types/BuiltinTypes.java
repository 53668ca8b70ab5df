package dev.fairway.apiserver.types;

import dev.fairway.apiserver.schema.ObjectSchema;
import java.util.Map;
import java.util.Optional;

/// What the server must know of the built-in kinds: the front of this package. Immutable; any
/// thread; one instance may serve any number of servers.
public final class BuiltinTypes {
  private final TypeTable table = TypeTable.load();
  private final Protobuf protobuf = new Protobuf(table);
  private final OpenApiSchemas openApi = new OpenApiSchemas(table);

  /// How objects of a built-in kind are checked; empty for a kind the table does not know.
  ///
  /// @param groupVersion `v1`, `apps/v1`, ...
  public Optional<ObjectSchema> schema(String groupVersion, String kind) {
    return table.ofKind(groupVersion, kind).map(type -> new BuiltinSchema(table, type));
  }

  /// Reads a body of type `application/vnd.kubernetes.protobuf`.
  ///
  /// @throws dev.fairway.apiserver.json.JsonSyntax when the bytes are malformed or no built-in kind
  public Map<String, Object> decode(byte[] protobufBody) {
    return protobuf.decode(protobufBody);
  }

  /// `components.schemas` of the OpenAPI v3 document of a group version: its kinds and every type
  /// they use, by OpenAPI name.
  ///
  /// @param kinds only these kinds of the group version and what they use
  public Map<String, Object> openApiSchemas(String groupVersion, Iterable<String> kinds) {
    return openApi.of(groupVersion, kinds);
  }
}

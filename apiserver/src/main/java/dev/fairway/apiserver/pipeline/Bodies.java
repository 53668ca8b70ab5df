package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import dev.fairway.apiserver.json.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Request bodies to trees, by content type.
final class Bodies {
  private static final String ACCEPTED =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";

  private final Function<byte[], Map<String, Object>> protobuf;

  /// @param protobuf decodes what client-go sends for built-in kinds
  Bodies(Function<byte[], Map<String, Object>> protobuf) {
    this.protobuf = protobuf;
  }

  /// A decoded body.
  ///
  /// @param duplicates the paths of keys that came twice
  record Body(Map<String, Object> object, List<String> duplicates) {}

  /// The object in the body.
  ///
  /// @throws JsonSyntax when it is malformed
  /// @throws ApiFailure 415 when its type is unknown
  Body object(ApiRequest request) {
    String type = mediaType(request);
    List<String> duplicates = new ArrayList<>();
    Object tree =
        switch (type) {
          case "", "application/json" -> Json.parse(request.body(), duplicates);
          case "application/yaml", "application/x-yaml" -> yaml(request.body(), duplicates);
          case "application/vnd.kubernetes.protobuf" -> protobuf.apply(request.body());
          default -> throw ApiFailure.unsupportedMediaType(ACCEPTED);
        };
    if (!(tree instanceof Map<?, ?>)) {
      throw new JsonSyntax("json: cannot unmarshal a value that is not an object");
    }
    return new Body(Json.object(tree), duplicates);
  }

  /// JSON is nearly always what comes as YAML too, and is read much faster.
  static @Nullable Object yaml(byte[] body, List<String> duplicates) {
    if (body.length > 0 && body[0] == '{') {
      try {
        return Json.parse(body, duplicates);
      } catch (JsonSyntax _) {
        duplicates.clear();
      }
    }
    return Yaml.parse(new String(body, StandardCharsets.UTF_8), duplicates);
  }

  /// The content type in lower case without its parameters.
  static String mediaType(ApiRequest request) {
    String type = request.header("content-type").orElse("");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}

package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `FieldsV1` form of a [FieldSet] in `metadata.managedFields`: an object whose keys are steps
/// (`f:` a field, `k:` the keys of a list item, `v:` the value of a set item, `i:` a position) and
/// in which `.` stands for the path itself.
final class FieldsV1 {
  private static final String SELF = ".";

  private FieldsV1() {}

  static Map<String, Object> encode(FieldSet set) {
    Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(set.entries().size() + 1);
    for (FieldSet.Entry entry : set.entries()) {
      Map<String, Object> below = new LinkedHashMap<>();
      if (entry.member() && !entry.below().isEmpty()) {
        below.put(SELF, new LinkedHashMap<>());
      }
      below.putAll(encode(entry.below()));
      fields.put(key(entry.element()), below);
    }
    return fields;
  }

  private static String key(PathElement element) {
    return switch (element) {
      case PathElement.Field(var name) -> "f:" + name;
      case PathElement.Key(var fields) -> "k:" + json(object(fields));
      case PathElement.Value(var value) -> "v:" + json(value);
      case PathElement.Index(var position) -> "i:" + position;
    };
  }

  private static Map<String, @Nullable Object> object(List<PathElement.KeyField> fields) {
    Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(fields.size());
    fields.forEach(field -> object.put(field.name(), field.value()));
    return object;
  }

  /// Go escapes what could end a script in HTML, and the text of a key must match it.
  private static String json(@Nullable Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }

  /// @throws JsonSyntax when this is no FieldsV1 object; steps of a kind unknown here are skipped
  static FieldSet decode(Map<String, Object> fields) {
    FieldSet.Builder builder = new FieldSet.Builder();
    decodeInto(builder, fields);
    return builder.build();
  }

  private static void decodeInto(FieldSet.Builder builder, Map<String, Object> fields) {
    fields.forEach((key, value) -> {
      PathElement element = key.equals(SELF) ? null : element(key);
      if (element != null) {
        Map<String, Object> below = Json.object(value);
        if (below.isEmpty() || below.containsKey(SELF)) {
          builder.add(element);
        }
        decodeInto(builder.below(element), below);
      }
    });
  }

  private static @Nullable PathElement element(String key) {
    if (key.length() < 2 || key.charAt(1) != ':') {
      throw new JsonSyntax("missing colon: " + key);
    }
    String content = key.substring(2);
    return switch (key.charAt(0)) {
      case 'f' -> new PathElement.Field(content);
      case 'k' -> new PathElement.Key(keyFields(content));
      case 'v' -> new PathElement.Value(Json.parse(content.getBytes(StandardCharsets.UTF_8)));
      case 'i' -> new PathElement.Index(position(content));
      default -> null;
    };
  }

  private static List<PathElement.KeyField> keyFields(String content) {
    return Json.parseObject(content.getBytes(StandardCharsets.UTF_8)).entrySet().stream()
        .map(field -> new PathElement.KeyField(field.getKey(), field.getValue()))
        .toList();
  }

  private static int position(String content) {
    try {
      return Integer.parseInt(content);
    } catch (NumberFormatException e) {
      throw new JsonSyntax("not a list position: " + content, e);
    }
  }
}

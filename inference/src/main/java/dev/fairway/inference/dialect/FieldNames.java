package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ModelFailure;
import java.util.List;
import java.util.Map;

/// What the caller calls the fields of its own request. Targets name what they cannot take by the
/// canonical form's paths, such as `stop` or `messages[2].parts[0]`; the caller must read
/// `stop_sequences` and `messages[1].content[0]`. Paths of fields without a canonical form are the
/// caller's already.
@FunctionalInterface
public interface FieldNames {
  /// Paths as they are.
  FieldNames CANONICAL = path -> path;

  String of(String path);

  /// The failure with the caller's name of the field.
  default ModelFailure of(ModelFailure failure) {
    if (!(failure instanceof ModelFailure.UnsupportedParameter(var message, var parameter))) {
      return failure;
    }
    String own = of(parameter);
    return new ModelFailure.UnsupportedParameter(
        message.startsWith(parameter) ? own + message.substring(parameter.length()) : message, own);
  }

  /// What a lenient call left out, `path` or `path~value`, with the caller's names.
  default List<String> of(List<String> dropped) {
    return dropped.stream().map(this::ofDropped).toList();
  }

  private String ofDropped(String entry) {
    int value = entry.indexOf('~');
    return value < 0 ? of(entry) : of(entry.substring(0, value)) + entry.substring(value);
  }

  /// Names by a table, and by another way for paths into messages.
  static FieldNames of(Map<String, String> table, FieldNames messages) {
    return path ->
        path.startsWith("messages[") ? messages.of(path) : table.getOrDefault(path, path);
  }
}

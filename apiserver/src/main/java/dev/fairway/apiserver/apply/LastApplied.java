package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The annotation in which `kubectl apply` without `--server-side` keeps what it applied last. It
/// lets kubectl move to server-side apply without conflicts with its own past; other managers get
/// no such favour.
final class LastApplied {
  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  /// Kubernetes' limit for all annotations of an object together, in bytes.
  private static final int MAX_ANNOTATION_BYTES = 256 * 1024;

  private LastApplied() {}

  static boolean concerns(WriteContext context) {
    return context.manager().equals("kubectl");
  }

  /// The fields that client-side apply set and nobody has changed since.
  static FieldSet unchangedFields(Map<String, Object> live, WriteContext context) {
    if (!(Metadata.annotations(live).get(ANNOTATION) instanceof String text)) {
      return FieldSet.EMPTY;
    }
    try {
      Map<String, Object> applied = Json.parseObject(bytes(text));
      if (!context.apiVersion().equals(applied.get("apiVersion"))) {
        return FieldSet.EMPTY;
      }
      Comparison since = Comparison.between(applied, live, context.type());
      return TypedFields.of(applied, context.type())
          .difference(since.modified())
          .difference(since.added())
          .difference(since.removed());
    } catch (JsonSyntax _) {
      return FieldSet.EMPTY;
    }
  }

  /// The object with the annotation set to the configuration, where it has the annotation.
  static Map<String, Object> keepUpToDate(
      Map<String, Object> object, Map<String, Object> configuration) {
    Map<String, @Nullable Object> annotations = Metadata.annotations(object);
    if (!(annotations.get(ANNOTATION) instanceof String before) || before.isEmpty()) {
      return object;
    }
    String text = text(configuration);
    if (text.equals(before)) {
      return object;
    }
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(annotations);
    changed.put(ANNOTATION, text);
    if (size(changed) > MAX_ANNOTATION_BYTES) {
      changed.remove(ANNOTATION);
    }
    return Metadata.withAnnotations(object, changed);
  }

  /// As Go's encoder writes it: keys sorted, HTML escaped, with a line end.
  private static String text(Map<String, Object> configuration) {
    Map<String, @Nullable Object> annotations =
        new LinkedHashMap<>(Metadata.annotations(configuration));
    boolean had = annotations.remove(ANNOTATION) != null || !annotations.isEmpty();
    Object sorted = sorted(Metadata.withAnnotations(configuration, had ? annotations : null));
    return new String(Json.write(sorted), StandardCharsets.UTF_8)
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026")
        + "\n";
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> _ -> {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        Parts.entries(value).forEach((name, part) -> sorted.put(name, sorted(part)));
        yield sorted;
      }
      case List<?> items -> {
        List<@Nullable Object> sorted = new ArrayList<>(items.size());
        items.forEach(item -> sorted.add(sorted(item)));
        yield sorted;
      }
      case null -> null;
      default -> value;
    };
  }

  private static int size(Map<String, @Nullable Object> annotations) {
    return annotations.entrySet().stream()
        .mapToInt(entry -> bytes(entry.getKey()).length + bytes(text(entry.getValue())).length)
        .sum();
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

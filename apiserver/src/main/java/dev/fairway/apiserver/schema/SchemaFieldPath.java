package dev.fairway.apiserver.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A path such as `.spec.labels['a.b']` that must lead to a field a schema knows (`ValidFieldPath`
/// of `apiextensions-apiserver/pkg/apiserver/schema/cel`).
///
/// @param path the same path as errors print it
/// @param schema the schema it leads to, as written
/// @param first the first field
record SchemaFieldPath(FieldPath path, Map<String, Object> schema, String first) {
  /// The path leads nowhere; the message says why.
  static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown(String message) {
      super(message, null, false, false);
    }
  }

  /// @param brackets whether `['key']` may be used
  static SchemaFieldPath resolve(String text, Map<String, Object> root, boolean brackets) {
    FieldPath path = FieldPath.ROOT;
    Map<String, Object> schema = root;
    List<String> names = names(text, brackets);
    for (String name : names) {
      Map<String, Object> property = Tree.objectOrNull(Tree.object(schema, "properties"), name);
      boolean named = !Tree.object(schema, "properties").isEmpty();
      Map<String, Object> next =
          named ? property : Tree.objectOrNull(schema, "additionalProperties");
      if (next == null) {
        throw new Unknown("does not refer to a valid field");
      }
      path = named ? path.child(name) : path.key(name);
      schema = next;
    }
    return new SchemaFieldPath(path, schema, names.isEmpty() ? "" : names.getFirst());
  }

  static List<String> names(String text, boolean brackets) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '.') {
        int end = at + 1;
        while (end < text.length() && ".[]".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        if (end == at + 1) {
          throw new Unknown("unexpected end of JSON path");
        }
        names.add(text.substring(at + 1, end));
        at = end;
      } else if (text.charAt(at) == '[') {
        if (!brackets) {
          throw new Unknown("array notation is not allowed");
        }
        at = bracket(text, at, names);
      } else {
        throw new Unknown("expected [ or . but got: " + token(text, at));
      }
    }
    return names;
  }

  private static int bracket(String text, int at, List<String> names) {
    if (at + 1 >= text.length()) {
      throw new Unknown("unexpected end of JSON path");
    }
    if (text.charAt(at + 1) != '\'') {
      throw new Unknown("expected single quoted string but got " + token(text, at + 1));
    }
    StringBuilder name = new StringBuilder();
    int i = at + 2;
    while (i < text.length() && text.charAt(i) != '\'') {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      name.append(text.charAt(i++));
    }
    if (i + 1 >= text.length() || text.charAt(i + 1) != ']') {
      throw new Unknown("unexpected end of JSON path");
    }
    names.add(name.toString());
    return i + 2;
  }

  private static String token(String text, int at) {
    int end = at;
    while (end < text.length() && ".[]".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(at, Math.max(end, at + 1));
  }
}

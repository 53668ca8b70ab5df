package dev.fairway.apiserver.cel;

import java.util.Optional;
import java.util.Set;

/// How the name of a field is spelt in an expression (`apiserver/pkg/cel/escaping.go`).
final class FieldNames {
  private static final Set<String> KEYWORDS =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private FieldNames() {}

  /// The spelling; empty for a name that has none.
  static Optional<String> escape(String name) {
    if (KEYWORDS.contains(name)) {
      return Optional.of("__" + name + "__");
    }
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (name.startsWith("__", i)) {
        out.append("__underscores__");
        i++;
      } else if (c == '_' || (c < 128 && Character.isLetterOrDigit(c))) {
        out.append(c);
      } else {
        switch (c) {
          case '.' -> out.append("__dot__");
          case '-' -> out.append("__dash__");
          case '/' -> out.append("__slash__");
          default -> {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(out.toString());
  }
}

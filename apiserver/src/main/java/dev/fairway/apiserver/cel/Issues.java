package dev.fairway.apiserver.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationResult;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Compile errors in the layout of cel-go: each with its line of source and a mark below.
final class Issues {
  private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*\\)$");

  private Issues() {}

  static String text(CelValidationResult result, String source) {
    List<String> lines = source.lines().toList();
    return result.getErrors().stream()
        .map(issue -> text(issue, lines))
        .collect(Collectors.joining("\n"));
  }

  private static String text(CelIssue issue, List<String> lines) {
    int line = Math.max(1, issue.getSourceLocation().getLine());
    int column = Math.max(0, issue.getSourceLocation().getColumn());
    String source = line <= lines.size() ? lines.get(line - 1) : "";
    return "ERROR: <input>:%d:%d: %s\n | %s\n | %s^"
        .formatted(line, column + 1, message(issue), source, ".".repeat(column));
  }

  private static String message(CelIssue issue) {
    String message = CANDIDATES.matcher(issue.getMessage()).replaceFirst("");
    boolean syntax =
        message.startsWith("mismatched input")
            || message.startsWith("no viable alternative")
            || message.startsWith("extraneous input")
            || message.startsWith("missing ")
            || message.startsWith("token recognition error");
    return syntax ? "Syntax error: " + message : message;
  }
}

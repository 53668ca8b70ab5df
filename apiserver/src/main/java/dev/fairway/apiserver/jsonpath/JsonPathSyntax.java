package dev.fairway.apiserver.jsonpath;

/// The text is no JSONPath expression; the message says why, in the words of client-go.
public final class JsonPathSyntax extends RuntimeException {
  private static final long serialVersionUID = 1;

  JsonPathSyntax(String message) {
    super(message);
  }
}

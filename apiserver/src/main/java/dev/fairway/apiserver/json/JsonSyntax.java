package dev.fairway.apiserver.json;

/// The text is not the JSON that was expected; the message says where and why.
public final class JsonSyntax extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JsonSyntax(String message) {
    super(message);
  }

  public JsonSyntax(String message, Throwable cause) {
    super(message, cause);
  }
}

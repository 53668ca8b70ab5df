package dev.fairway.inference.chat;

/// The text is not the JSON that was expected; the message says where and why, and never quotes the
/// text.
public final class JsonSyntax extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JsonSyntax(String message) {
    super(message);
  }
}

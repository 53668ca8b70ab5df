package dev.fairway.inference.chat;

/// Arguments of a tool call as models write them.
public final class ToolArguments {
  private ToolArguments() {}

  /// The object the text holds; the text itself as [Json.Str] when it holds none. Empty text is an
  /// empty object: that is how providers write a call without arguments.
  public static Json read(String text) {
    if (text.isBlank()) {
      return Json.object();
    }
    try {
      return Json.parse(text) instanceof Json.Obj object ? object : new Json.Str(text);
    } catch (JsonSyntax _) {
      return new Json.Str(text);
    }
  }
}

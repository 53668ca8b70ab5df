package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ToolArguments;
import java.util.ArrayList;
import java.util.List;

/// Items that both inputs and outputs hold, and the content of messages.
final class ResponsesItems {
  private ResponsesItems() {}

  static Part.ToolCall functionCall(Fields item) {
    Part.ToolCall call =
        new Part.ToolCall(
            item.required("call_id"),
            item.required("name"),
            ToolArguments.read(item.text("arguments", "")));
    keepRest(item);
    return call;
  }

  /// The server names items and tells their state; neither means anything to another one.
  static void keepRest(Fields item) {
    item.value("id");
    item.value("status");
    item.keepRest();
  }

  /// A string, or a list of parts.
  static List<Part> content(Fields holder, String name) {
    Json content = holder.value(name);
    if (content == null) {
      return List.of();
    }
    if (content instanceof Json.Str(var text)) {
      return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields part : holder.objects(name)) {
      parts.add(part(part));
    }
    return parts;
  }

  private static Part part(Fields part) {
    Part read =
        switch (part.required("type")) {
          case "input_text" -> new Part.Text(part.required("text"));
          case "output_text" -> outputText(part);
          case "refusal" -> new Part.Text(part.required("refusal"));
          case "input_image" -> image(part);
          case "input_file" -> file(part);
          default -> opaque(part);
        };
    if (!(read instanceof Part.Opaque)) {
      part.keepRest();
    }
    return read;
  }

  /// Citations and probabilities are about the past, not part of the conversation.
  private static Part outputText(Fields part) {
    part.value("annotations");
    part.value("logprobs");
    return new Part.Text(part.required("text"));
  }

  /// A file kept at the provider has no canonical form.
  private static Part image(Fields part) {
    if (new Json.Str("auto").equals(part.json().fields().get("detail"))) {
      part.value("detail"); // the default
    }
    String url = part.text("image_url");
    return url == null ? opaque(part) : new Part.Image(DataUrl.read(url));
  }

  private static Part file(Fields part) {
    String url = part.text("file_url");
    String data = part.text("file_data");
    if (data != null) {
      return new Part.Document(DataUrl.read(data), part.text("filename"));
    }
    return url == null
        ? opaque(part)
        : new Part.Document(new Part.Source.Url(url), part.text("filename"));
  }

  static Part.Opaque opaque(Fields block) {
    return new Part.Opaque(ResponsesDialect.NAME, block.json());
  }

  /// Whether a block without canonical form stands inside a message, not beside it.
  static boolean isContent(Json.Obj block) {
    return block.fields().get("type") instanceof Json.Str(var type)
        && (type.startsWith("input_") || type.startsWith("output_"));
  }

  static Body functionCall(Part.ToolCall call) {
    return new Body()
        .put("type", "function_call")
        .put("call_id", call.id())
        .put("name", call.name())
        .put("arguments", OpenAiRequestWriter.argumentText(call.arguments()));
  }

  static Json outputText(String text) {
    return new Body()
        .put("type", "output_text")
        .put("text", text)
        .put("annotations", List.of())
        .json();
  }
}

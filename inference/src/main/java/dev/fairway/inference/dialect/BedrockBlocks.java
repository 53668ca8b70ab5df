package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Blocks of a message as requests and answers share them. A block is an object of one field, whose
/// name tells its kind.
final class BedrockBlocks {
  private BedrockBlocks() {}

  static Part read(Fields block) {
    Part part = known(block);
    if (part == null) {
      return new Part.Opaque(BedrockDialect.NAME, block.json());
    }
    block.keepRest();
    return part;
  }

  private static @Nullable Part known(Fields block) {
    String text = block.text("text");
    if (text != null) {
      return new Part.Text(text);
    }
    if (block.value("toolUse") != null) {
      return toolUse(block);
    }
    if (block.value("toolResult") != null) {
      return toolResult(block);
    }
    if (block.value("reasoningContent") != null) {
      return reasoning(block);
    }
    return BedrockMedia.read(block);
  }

  private static Part toolUse(Fields block) {
    Fields use = block.object("toolUse");
    if (use == null) {
      return block.wrong("toolUse", "is required");
    }
    Json input = use.value("input");
    Part read =
        new Part.ToolCall(
            use.required("toolUseId"),
            use.required("name"),
            input == null ? Json.object() : RawArguments.unwrapped(input));
    use.keepRest();
    return read;
  }

  private static Part toolResult(Fields block) {
    Fields result = block.object("toolResult");
    if (result == null) {
      return block.wrong("toolResult", "is required");
    }
    List<Part> content = new ArrayList<>();
    for (Fields piece : result.objects("content")) {
      Json json = piece.value("json");
      if (json != null) {
        content.add(new Part.Text(json.text()));
      } else {
        content.add(read(piece));
      }
    }
    Part read =
        new Part.ToolResult(
            result.required("toolUseId"), content, result.text("status", "").equals("error"));
    result.keepRest();
    return read;
  }

  private static @Nullable Part reasoning(Fields block) {
    Fields reasoning = block.object("reasoningContent");
    String redacted = reasoning == null ? null : reasoning.text("redactedContent");
    Fields text = reasoning == null ? null : reasoning.object("reasoningText");
    if (redacted != null) {
      return new Part.RedactedThinking(redacted);
    }
    return text == null ? null : new Part.Thinking(text.text("text", ""), text.text("signature"));
  }

  static Json text(String text) {
    return Json.object("text", new Json.Str(text));
  }

  static Json thinking(String text, @Nullable String signature) {
    Body reasoning = new Body().put("text", text).put("signature", signature);
    return new Body().put("reasoningContent", new Body().put("reasoningText", reasoning)).json();
  }

  static Json redacted(String data) {
    return new Body().put("reasoningContent", new Body().put("redactedContent", data)).json();
  }

  static Json toolUse(String id, String name, Json input) {
    Body use = new Body().put("toolUseId", id).put("name", name).put("input", input);
    return new Body().put("toolUse", use).json();
  }
}

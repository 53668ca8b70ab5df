package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parts of a content as requests and answers share them.
///
/// A signature of a function call is the call's. One of a text becomes reasoning without text right
/// behind it, and belongs to that text again when it is written.
final class GeminiParts {
  /// Reasoning that only another provider can read has no place but where signatures stand. It
  /// cannot be taken for one: those are base64.
  private static final String REDACTED = "redacted_thinking:";

  private GeminiParts() {}

  /// @param call id of a call that has none
  static List<Part> read(Fields part, String call) {
    String signature = part.text("thoughtSignature");
    if (part.value("functionCall") != null) {
      return List.of(call(part, call, signature));
    }
    String text = part.text("text");
    if (text != null) {
      return text(part, text, signature);
    }
    Part media = signature == null ? GeminiMedia.read(part) : null;
    return List.of(media == null ? new Part.Opaque(GeminiDialect.NAME, part.json()) : media);
  }

  private static Part call(Fields part, String given, @Nullable String signature) {
    Fields call = part.object("functionCall");
    if (call == null) {
      return part.wrong("functionCall", "is required");
    }
    Json arguments = call.value("args");
    Part read =
        new Part.ToolCall(
            call.text("id", given),
            call.required("name"),
            arguments == null ? Json.object() : RawArguments.unwrapped(arguments),
            signature);
    call.keepRest();
    return read;
  }

  private static List<Part> text(Fields part, String text, @Nullable String signature) {
    if (signature != null && signature.startsWith(REDACTED)) {
      return List.of(new Part.RedactedThinking(signature.substring(REDACTED.length())));
    }
    if (Boolean.TRUE.equals(part.flag("thought"))) {
      return text.isEmpty() && signature == null
          ? List.of()
          : List.of(new Part.Thinking(text, signature));
    }
    if (signature == null) {
      return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
    }
    Part signed = new Part.Thinking("", signature);
    return text.isEmpty() ? List.of(signed) : List.of(new Part.Text(text), signed);
  }

  static Body text(String text) {
    return new Body().put("text", text);
  }

  static Body thought(String text, @Nullable String signature) {
    return new Body().put("text", text).put("thought", true).put("thoughtSignature", signature);
  }

  /// A signature that stands alone, as Gemini sends it at the end of a stream.
  static Body signature(String signature) {
    return new Body().put("text", "").put("thoughtSignature", signature);
  }

  static Body redacted(String data) {
    return thought("", REDACTED + data);
  }

  /// @param id null leaves it out
  static Body call(@Nullable String id, String name, Json arguments, @Nullable String signature) {
    return new Body()
        .put("functionCall", new Body().put("id", id).put("name", name).put("args", arguments))
        .put("thoughtSignature", signature);
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reasoning items and their canonical form, both ways without loss.
///
/// An item with encrypted content becomes signed thinking whose signature is the item itself, so
/// that it goes back byte for byte, through callers of any format. Reasoning that another format
/// signed travels the other way in the encrypted content, behind a mark.
final class ResponsesReasoning {
  private static final String ITEM = "{\"type\":\"reasoning\",";
  private static final String SIGNED = "fairway.signed:";
  private static final String REDACTED = "fairway.redacted:";

  private ResponsesReasoning() {}

  static Part read(Fields item) {
    String encrypted = item.text("encrypted_content");
    String text = text(item);
    if (encrypted == null) {
      return new Part.Thinking(text, null);
    }
    if (encrypted.startsWith(REDACTED)) {
      return new Part.RedactedThinking(encrypted.substring(REDACTED.length()));
    }
    return new Part.Thinking(
        text,
        encrypted.startsWith(SIGNED)
            ? encrypted.substring(SIGNED.length())
            : signature(item.json()));
  }

  /// The summary, or the reasoning itself where a server shows it.
  private static String text(Fields item) {
    String summary = joined(item.objects("summary"));
    return summary.isEmpty() ? joined(item.objects("content")) : summary;
  }

  private static String joined(List<Fields> pieces) {
    List<String> texts = new ArrayList<>();
    pieces.forEach(piece -> texts.add(piece.text("text", "")));
    return String.join("\n\n", texts);
  }

  private static String signature(Json.Obj item) {
    Body kept = new Body().put("type", "reasoning");
    for (String name : List.of("id", "summary", "content", "encrypted_content")) {
      kept.put(name, item.fields().get(name));
    }
    return kept.json().text();
  }

  /// Whether this signature is an item of this format.
  static boolean signed(String signature) {
    return signature.startsWith(ITEM);
  }

  /// The item that a signature holds, if it is of this format.
  static Optional<Json.Obj> item(String signature) {
    try {
      return signed(signature) && Json.parse(signature) instanceof Json.Obj item
          ? Optional.of(item)
          : Optional.empty();
    } catch (JsonSyntax _) {
      return Optional.empty();
    }
  }

  /// As an answer shows it.
  static Json.Obj written(String id, String text, @Nullable String signature) {
    return signature == null
        ? item(id, text, null)
        : item(signature).orElseGet(() -> item(id, text, SIGNED + signature));
  }

  static Json.Obj redacted(String id, String data) {
    return item(id, "", REDACTED + data);
  }

  private static Json.Obj item(String id, String text, @Nullable String encrypted) {
    return new Body()
        .put("type", "reasoning")
        .put("id", id)
        .put("summary", text.isEmpty() ? List.of() : List.of(summary(text)))
        .put("encrypted_content", encrypted)
        .json();
  }

  static Json summary(String text) {
    return new Body().put("type", "summary_text").put("text", text).json();
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The turns of a conversation as messages: user and assistant take turns strictly, so that turns
/// of one of them in a row become one message. For one request.
final class BedrockMessages {
  private final CacheHints hints;
  private final Omissions omissions;
  private final Set<String> documents = new HashSet<>();

  BedrockMessages(CacheHints hints, Omissions omissions) {
    this.hints = hints;
    this.omissions = omissions;
  }

  List<Json> write(List<Turns.Turn> turns) {
    List<Json> messages = new ArrayList<>();
    List<Json> blocks = new ArrayList<>();
    String role = "";
    for (Turns.Turn turn : turns) {
      String next = turn.isAssistant() ? "assistant" : "user";
      if (!next.equals(role)) {
        addMessage(messages, role, blocks);
        blocks = new ArrayList<>();
        role = next;
      }
      addTurn(blocks, turn);
    }
    addMessage(messages, role, blocks);
    return messages;
  }

  private static void addMessage(List<Json> messages, String role, List<Json> blocks) {
    if (!blocks.isEmpty()) {
      messages.add(new Body().put("role", role).put("content", blocks).json());
    }
  }

  /// Not every model takes instructions in the middle, so one is marked and the user's.
  private void addTurn(List<Json> blocks, Turns.Turn turn) {
    if (turn.isSystem()) {
      omissions.approximate(turn.path() + ".role", "user");
      blocks.add(BedrockBlocks.text("[System instruction]"));
    }
    add(blocks, turn.message().parts(), turn.path());
  }

  /// Results go before anything else.
  void add(List<Json> blocks, List<Part> parts, String path) {
    List<Json> others = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String at = path + ".parts[" + i + "]";
      List<Json> target = part instanceof Part.ToolResult ? blocks : others;
      add(target, part, at);
      hints.after(at).ifPresent(target::add);
    }
    blocks.addAll(others);
  }

  private void add(List<Json> blocks, Part part, String path) {
    switch (part) {
      case Part.Text(var text) -> text(blocks, text, path);
      case Part.Image(var source) -> media(blocks, "image", BedrockMedia.image(source), path);
      case Part.Audio(var source) -> media(blocks, "audio", BedrockMedia.audio(source), path);
      case Part.Document(var source, var title) ->
          media(blocks, "document", BedrockMedia.document(source, documentName(title, path)), path);
      case Part.Thinking(var text, var signature) -> {
        if (signature == null) {
          omissions.drop(path); // the provider refuses reasoning it did not sign
        } else {
          blocks.add(BedrockBlocks.thinking(text, signature));
        }
      }
      case Part.RedactedThinking(var data) -> blocks.add(BedrockBlocks.redacted(data));
      case Part.ToolCall call -> {
        if (call.arguments() instanceof Json.Str) {
          omissions.refuse(path + ".arguments", "they are not a JSON object");
        }
        Json input = RawArguments.wrapped(call.arguments());
        blocks.add(BedrockBlocks.toolUse(call.id(), call.name(), input));
      }
      case Part.ToolResult result -> blocks.add(toolResult(result, path));
      case Part.Opaque(var dialect, var block) -> {
        if (dialect.equals(BedrockDialect.NAME)) {
          blocks.add(block);
        } else {
          omissions.refuse(path, "it is a block of format " + dialect);
        }
      }
    }
  }

  /// A text of white space alone is refused there.
  private void text(List<Json> blocks, String text, String path) {
    if (!text.isBlank()) {
      blocks.add(BedrockBlocks.text(text));
    } else if (!text.isEmpty()) {
      omissions.drop(path);
    }
  }

  private void media(List<Json> blocks, String kind, Optional<Body> body, String path) {
    if (body.isPresent()) {
      blocks.add(new Body().put(kind, body.get()).json());
    } else {
      omissions.refuse(path, "it takes bytes or an s3:// address, of kinds it knows");
    }
  }

  /// Names hold letters, digits, single spaces and a few marks, and each is used once.
  private String documentName(@Nullable String title, String path) {
    String asked = title == null ? "document" : title;
    String clean = asked.replaceAll("[^A-Za-z0-9\\-()\\[\\] ]", "-").replaceAll("  +", " ").strip();
    String name = clean.isEmpty() ? "document" : clean;
    for (int i = 2; !documents.add(name); i++) {
      name = clean + " " + i;
    }
    if (title != null && !name.equals(title)) {
      omissions.approximate(path + ".title", name);
    }
    return name;
  }

  private Json toolResult(Part.ToolResult result, String path) {
    List<Json> content = new ArrayList<>();
    result.content().forEach(part -> add(content, part, path));
    Body written =
        new Body()
            .put("toolUseId", result.callId())
            .put("content", content)
            .put("status", result.error() ? "error" : null);
    return new Body().put("toolResult", written).json();
  }
}

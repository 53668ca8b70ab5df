package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// What Anthropic demands of a conversation: blocks it knows, results right after their calls, and
/// reasoning that comes back as it was given out, or not at all.
final class AnthropicTurns {
  private static final Set<String> BLOCKS =
      Set.of(
          ("text image document search_result thinking redacted_thinking tool_use tool_result"
                  + " server_tool_use web_search_tool_result web_fetch_tool_result"
                  + " code_execution_tool_result bash_code_execution_tool_result"
                  + " text_editor_code_execution_tool_result tool_search_tool_result"
                  + " container_upload")
              .split(" "));
  private static final Set<String> RESULT_BLOCKS =
      Set.of("text", "image", "search_result", "document", "tool_reference", "browser_state");
  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
  private static final int MAX_IMAGE_SIDE = 8_000;
  private static final int PNG_SIZE_OFFSET = 16;

  private AnthropicTurns() {}

  static void check(List<Json.Obj> messages, boolean systemAllowed) {
    List<String> open = List.of();
    for (int i = 0; i < messages.size(); i++) {
      Json.Obj message = messages.get(i);
      String role = Trees.text(message, "role");
      if (!role.equals("user")
          && !role.equals("assistant")
          && !(role.equals("system") && systemAllowed)) {
        throw new Wrong(
            400, "messages.%d.role: Input should be 'user' or 'assistant'".formatted(i));
      }
      List<Json.Obj> blocks = Trees.children(message, "content");
      for (int j = 0; j < blocks.size(); j++) {
        checkBlock(blocks.get(j), BLOCKS, "messages.%d.content.%d".formatted(i, j));
      }
      checkResults(message, open, i);
      open = ids(message, "tool_use", "id");
    }
    if (!open.isEmpty()) {
      throw unanswered(messages.size() - 1, open.getFirst());
    }
  }

  private static void checkBlock(Json.Obj block, Set<String> known, String place) {
    String type = Trees.text(block, "type");
    if (!known.contains(type)) {
      throw new Wrong(
          400, "%s: Input tag '%s' found using 'type' does not match".formatted(place, type));
    }
    switch (type) {
      case "text" -> {
        if (Trees.text(block, "text").isEmpty()) {
          throw new Wrong(400, place + ": text content blocks must be non-empty");
        }
      }
      case "image" -> checkImage(Trees.child(block, "source"), place);
      case "document" -> checkDocument(Trees.child(block, "source"), place);
      case "thinking" -> {
        String thinking = Trees.text(block, "thinking");
        if (!Trees.text(block, "signature").equals(HashVectors.signature(thinking))) {
          throw new Wrong(400, place + ": Invalid `signature` in `thinking` block");
        }
      }
      case "redacted_thinking" -> {
        if (!HashVectors.isSealed(Trees.text(block, "data"))) {
          throw new Wrong(400, place + ": Invalid `data` in `redacted_thinking` block");
        }
      }
      case "tool_use" -> {
        if (!(block.fields().get("input") instanceof Json.Obj)) {
          throw new Wrong(400, place + ".tool_use.input: Input should be a valid dictionary");
        }
      }
      case "tool_result" -> {
        List<Json.Obj> inner = Trees.children(block, "content");
        for (int i = 0; i < inner.size(); i++) {
          checkBlock(inner.get(i), RESULT_BLOCKS, place + ".tool_result.content." + i);
        }
      }
      default -> {}
    }
  }

  private static void checkImage(Json.Obj source, String place) {
    switch (Trees.text(source, "type")) {
      case "base64" -> {
        if (!IMAGES.contains(Trees.text(source, "media_type"))) {
          throw new Wrong(
              400, place + ".image.source.media_type: Input should be one of " + IMAGES);
        }
        checkSize(decoded(source, place), place);
      }
      case "url", "file" -> {}
      default -> throw new Wrong(400, place + ".image.source: Input should be base64, url or file");
    }
  }

  private static byte[] decoded(Json.Obj source, String place) {
    try {
      return Base64.getDecoder().decode(Trees.text(source, "data"));
    } catch (IllegalArgumentException _) {
      throw new Wrong(400, place + ".source.base64: invalid base64 data");
    }
  }

  private static void checkSize(byte[] image, String place) {
    boolean png = image.length >= PNG_SIZE_OFFSET + 8 && image[1] == 'P' && image[2] == 'N';
    ByteBuffer bytes = ByteBuffer.wrap(image);
    if (png
        && (bytes.getInt(PNG_SIZE_OFFSET) > MAX_IMAGE_SIDE
            || bytes.getInt(PNG_SIZE_OFFSET + 4) > MAX_IMAGE_SIDE)) {
      throw new Wrong(
          400,
          place
              + ".image: At least one of the image dimensions exceeds max allowed size: 8000 pixels",
          "image_dimensions_too_large");
    }
  }

  private static void checkDocument(Json.Obj source, String place) {
    String type = Trees.text(source, "type");
    String media = Trees.text(source, "media_type");
    boolean known =
        switch (type) {
          case "base64" -> media.equals("application/pdf");
          case "text" -> media.equals("text/plain");
          case "content", "url", "file" -> true;
          default -> false;
        };
    if (!known) {
      throw new Wrong(
          400, place + ".document.source: '" + type + "' with '" + media + "' is not supported");
    }
  }

  /// Every call is answered at the beginning of the very next message.
  private static void checkResults(Json.Obj message, List<String> open, int index) {
    List<String> answered = ids(message, "tool_result", "tool_use_id");
    for (String id : open) {
      if (!answered.contains(id)) {
        throw unanswered(index - 1, id);
      }
    }
    for (String id : answered) {
      if (!open.contains(id)) {
        throw new Wrong(
            400,
            "messages.%d: unexpected `tool_use_id` found in `tool_result` blocks: %s"
                .formatted(index, id));
      }
    }
  }

  private static Wrong unanswered(int index, String id) {
    return new Wrong(
        400,
        "messages.%d: `tool_use` ids were found without `tool_result` blocks immediately after: %s"
            .formatted(index, id));
  }

  private static List<String> ids(Json.Obj message, String type, String field) {
    return Trees.children(message, "content").stream()
        .filter(block -> Trees.text(block, "type").equals(type))
        .map(block -> Trees.text(block, field))
        .toList();
  }
}

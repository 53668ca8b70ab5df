package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What Bedrock demands of a conversation and of tools.
final class BedrockTurns {
  private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Pattern TOOL_USE_ID = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");
  private static final Set<String> ROLES = Set.of("user", "assistant", "system");
  private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");

  private BedrockTurns() {}

  static void check(List<Json.Obj> messages, List<Json.Obj> tools) {
    List<Json.Obj> turns =
        messages.stream().filter(m -> !Trees.text(m, "role").equals("system")).toList();
    if (turns.isEmpty() || !Trees.text(turns.getFirst(), "role").equals("user")) {
      throw new Wrong(400, "A conversation must start with a user message.");
    }
    for (Json.Obj tool : tools) {
      String name = Trees.text(Trees.child(tool, "toolSpec"), "name");
      if (tool.fields().containsKey("toolSpec") && !TOOL_NAME.matcher(name).matches()) {
        throw constraint("toolConfig.tools.toolSpec.name", name, TOOL_NAME);
      }
    }
    List<String> open = List.of();
    for (int i = 0; i < turns.size(); i++) {
      Json.Obj turn = turns.get(i);
      checkRole(turns, i);
      checkBlocks(turn, i, !tools.isEmpty());
      checkResults(turn, i, open);
      open = ids(turn, "toolUse");
    }
  }

  private static Wrong constraint(String field, String value, Pattern pattern) {
    return new Wrong(
        400,
        "Value '%s' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
            .formatted(value, field, pattern));
  }

  private static void checkRole(List<Json.Obj> turns, int index) {
    String role = Trees.text(turns.get(index), "role");
    if (!ROLES.contains(role)) {
      throw new Wrong(400, "messages.%d.role: '%s' is no role".formatted(index, role));
    }
    if (index > 0 && role.equals(Trees.text(turns.get(index - 1), "role"))) {
      throw new Wrong(400, "A conversation must alternate between user and assistant roles.");
    }
  }

  private static void checkBlocks(Json.Obj turn, int index, boolean toolsGiven) {
    List<Json.Obj> blocks = Trees.children(turn, "content");
    for (int i = 0; i < blocks.size(); i++) {
      Json.Obj block = blocks.get(i);
      String place = "messages.%d.content.%d".formatted(index, i);
      if (block.fields().size() != 1) {
        throw new Wrong(400, place + ": a content block is exactly one of the union's members");
      }
      if (block.fields().containsKey("text") && Trees.text(block, "text").isBlank()) {
        throw new Wrong(
            400, "The text field in the ContentBlock object at " + place + " is blank.");
      }
      if (block.fields().containsKey("image")) {
        checkImage(Trees.child(block, "image"), place);
      }
      if ((block.fields().containsKey("toolUse") || block.fields().containsKey("toolResult"))
          && !toolsGiven) {
        throw new Wrong(
            400,
            "The toolConfig field must be defined when using toolUse and toolResult content"
                + " blocks.");
      }
      String sealed = Trees.text(Trees.child(block, "reasoningContent"), "redactedContent");
      if (!sealed.isEmpty() && !HashVectors.isSealed(sealed)) {
        throw new Wrong(400, place + ": Invalid `data` in `redacted_thinking` block");
      }
      Json.Obj reasoning = Trees.child(Trees.child(block, "reasoningContent"), "reasoningText");
      if (!reasoning.fields().isEmpty()
          && !Trees.text(reasoning, "signature")
              .equals(HashVectors.signature(Trees.text(reasoning, "text")))) {
        throw new Wrong(400, place + ": Invalid `signature` in `thinking` block");
      }
    }
  }

  private static void checkImage(Json.Obj image, String place) {
    Json.Obj source = Trees.child(image, "source");
    if (!IMAGES.contains(Trees.text(image, "format"))) {
      throw new Wrong(400, place + ".image.format: must be one of png, jpeg, gif, webp");
    }
    if (Trees.text(source, "bytes").isEmpty() && !source.fields().containsKey("s3Location")) {
      throw new Wrong(400, place + ".image.source: must hold bytes or s3Location");
    }
  }

  private static void checkResults(Json.Obj turn, int index, List<String> open) {
    List<String> answered = ids(turn, "toolResult");
    List<String> missing = new ArrayList<>(open);
    missing.removeAll(answered);
    if (!missing.isEmpty()) {
      throw new Wrong(
          400,
          "Expected toolResult blocks at messages.%d.content for the following Ids: %s"
              .formatted(index, String.join(", ", missing)));
    }
    List<String> unexpected = new ArrayList<>(answered);
    unexpected.removeAll(open);
    if (!unexpected.isEmpty()) {
      throw new Wrong(
          400,
          "The number of toolResult blocks at messages.%d.content exceeds the number of toolUse blocks of previous turn."
              .formatted(index));
    }
  }

  private static List<String> ids(Json.Obj turn, String kind) {
    List<String> ids =
        Trees.children(turn, "content").stream()
            .filter(block -> block.fields().containsKey(kind))
            .map(block -> Trees.text(Trees.child(block, kind), "toolUseId"))
            .toList();
    for (String id : ids) {
      if (!TOOL_USE_ID.matcher(id).matches()) {
        throw constraint("messages.content." + kind + ".toolUseId", id, TOOL_USE_ID);
      }
    }
    return ids;
  }
}

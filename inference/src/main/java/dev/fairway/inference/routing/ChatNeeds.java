package dev.fairway.inference.routing;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Reads [CallNeeds] off a request. Tokens are a rough estimate (four characters each), good enough
/// to reserve with: what was really used is settled afterwards.
final class ChatNeeds {
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int TOKENS_PER_MESSAGE = 4;
  private static final int TOKENS_PER_MEDIUM = 1_000;
  private static final int TOKENS_PER_LINKED_DOCUMENT = 5_000;
  private static final int BASE64_CHARACTERS_PER_TOKEN = 16;
  private static final int USUAL_ANSWER = 1_000;

  private ChatNeeds() {}

  static CallNeeds of(ChatRequest request) {
    Integer most = request.parameters().maxTokens();
    return CallNeeds.NOTHING
        .withTokens(input(request), most == null ? USUAL_ANSWER : most)
        .withAbilities(abilities(request))
        .withConversation(Conversation.beginning(request.messages()));
  }

  private static long input(ChatRequest request) {
    long tokens = 0;
    for (Message message : request.messages()) {
      tokens += TOKENS_PER_MESSAGE + of(message.parts());
    }
    for (var tool : request.tools()) {
      tokens += tool.toString().length() / CHARACTERS_PER_TOKEN;
    }
    return tokens;
  }

  private static long of(List<Part> parts) {
    long tokens = 0;
    for (Part part : parts) {
      tokens += of(part);
    }
    return tokens;
  }

  private static long of(Part part) {
    return switch (part) {
      case Part.Text(var text) -> characters(text);
      case Part.Thinking(var text, _) -> characters(text);
      case Part.RedactedThinking(var data) -> characters(data);
      case Part.ToolCall call -> characters(call.name()) + characters(call.arguments().text());
      case Part.ToolResult result -> of(result.content());
      case Part.Image _, Part.Audio _ -> TOKENS_PER_MEDIUM;
      case Part.Document document ->
          switch (document.source()) {
            case Part.Source.Url _ -> TOKENS_PER_LINKED_DOCUMENT;
            case Part.Source.Base64(_, var data) ->
                (long) data.length() / BASE64_CHARACTERS_PER_TOKEN;
          };
      case Part.Opaque opaque -> characters(opaque.block().text());
    };
  }

  private static long characters(String text) {
    return (text.length() + CHARACTERS_PER_TOKEN - 1L) / CHARACTERS_PER_TOKEN;
  }

  private static Set<Ability> abilities(ChatRequest request) {
    EnumSet<Ability> needed = EnumSet.noneOf(Ability.class);
    if (!request.tools().isEmpty()) {
      needed.add(Ability.TOOLS);
    }
    if (request.output() instanceof OutputFormat.Schema) {
      needed.add(Ability.JSON_SCHEMA);
    }
    if (request.stream()) {
      needed.add(Ability.STREAMING);
    }
    request.messages().forEach(message -> addMedia(message.parts(), needed));
    return needed;
  }

  private static void addMedia(List<Part> parts, Set<Ability> needed) {
    for (Part part : parts) {
      switch (part) {
        case Part.Image _ -> needed.add(Ability.IMAGES);
        case Part.Audio _ -> needed.add(Ability.AUDIO);
        case Part.Document _ -> needed.add(Ability.DOCUMENTS);
        case Part.ToolResult result -> addMedia(result.content(), needed);
        case Part.Text _,
            Part.Thinking _,
            Part.RedactedThinking _,
            Part.ToolCall _,
            Part.Opaque _ -> {}
      }
    }
  }
}

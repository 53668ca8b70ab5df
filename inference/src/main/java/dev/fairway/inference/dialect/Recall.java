package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Part;
import java.util.Map;

/// What an answer needs of its request to be whole. Whoever reads an answer with a [Dialect] passes
/// it, or each event of it, through the recall of the request.
///
/// @param model the model that was asked, for formats whose answers do not name it
/// @param names names of tools as the provider was told them, to those they stand for: some formats
///   take short names only
public record Recall(String model, Map<String, String> names) {
  /// Answers are whole already.
  public static final Recall NOTHING = new Recall("", Map.of());

  public Recall {
    names = Map.copyOf(names);
  }

  public ChatResponse complete(ChatResponse answer) {
    ChatResponse named = answer.model().isEmpty() ? answer.withModel(model) : answer;
    return names.isEmpty()
        ? named
        : named.withParts(named.parts().stream().map(this::complete).toList());
  }

  private Part complete(Part part) {
    return part instanceof Part.ToolCall(var id, var name, var arguments, var signature)
        ? new Part.ToolCall(id, names.getOrDefault(name, name), arguments, signature)
        : part;
  }

  public ChatEvent complete(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Started(var id, var answering) when answering.isEmpty() ->
          new ChatEvent.Started(id, model);
      case ChatEvent.ToolCallStarted(var part, var id, var name, var signature) ->
          new ChatEvent.ToolCallStarted(part, id, names.getOrDefault(name, name), signature);
      default -> event;
    };
  }
}

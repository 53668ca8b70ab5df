package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Names of tools and ids of calls within the limits of a format. Ids of a new answer are the
/// provider's own; only names come back, by the table of [Fitted].
///
/// @param signs whether the format carries signatures of calls; where it does not, they are left
///   out: only the provider that made them can use them
record CallNames(NameLimit names, NameLimit ids, boolean signs) {
  /// Any name and any id.
  static final CallNames ANY = new CallNames(NameLimit.NONE, NameLimit.NONE, false);

  /// @param fullNames names as the format has them, to those they stand for
  record Fitted(ChatRequest request, Map<String, String> fullNames) {}

  Fitted fit(ChatRequest request, Omissions omissions) {
    Map<String, String> fullNames = new HashMap<>();
    usedNames(request)
        .forEach(name -> {
          String fitted = names.fit(name);
          if (!fitted.equals(name)) {
            fullNames.put(fitted, name);
          }
        });
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < request.messages().size(); i++) {
      messages.add(fit(request.messages().get(i), "messages[" + i + "]", omissions));
    }
    return new Fitted(
        request
            .withMessages(messages)
            .withTools(
                request.tools().stream().map(this::fit).toList(),
                request.toolChoice() instanceof ToolChoice.Named(var name)
                    ? new ToolChoice.Named(names.fit(name))
                    : request.toolChoice()),
        fullNames);
  }

  private static Stream<String> usedNames(ChatRequest request) {
    return Stream.concat(
        request.tools().stream().map(Tool::name),
        request.messages().stream()
            .flatMap(message -> message.parts().stream())
            .filter(Part.ToolCall.class::isInstance)
            .map(part -> ((Part.ToolCall) part).name()));
  }

  private Tool fit(Tool tool) {
    return new Tool(names.fit(tool.name()), tool.description(), tool.parameters(), tool.strict());
  }

  private Message fit(Message message, String path, Omissions omissions) {
    List<Part> parts = new ArrayList<>(message.parts().size());
    for (int i = 0; i < message.parts().size(); i++) {
      parts.add(fit(message.parts().get(i), path + ".parts[" + i + "]", omissions));
    }
    return new Message(message.role(), parts);
  }

  private Part fit(Part part, String path, Omissions omissions) {
    return switch (part) {
      case Part.ToolCall(var id, var name, var arguments, var signature) -> {
        if (signature != null && !signs) {
          omissions.drop(path + ".signature");
        }
        yield new Part.ToolCall(ids.fit(id), names.fit(name), arguments, signs ? signature : null);
      }
      case Part.ToolResult(var callId, var content, var error) ->
          new Part.ToolResult(ids.fit(callId), content, error);
      default -> part;
    };
  }
}

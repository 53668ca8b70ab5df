package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Usage;
import java.util.List;
import java.util.concurrent.Callable;

/// A task that answers like a chat model: the last user message in, one JSON object out.
final class LocalChat implements ChatModel {
  private final String name;
  private final LocalTask task;
  private final RunSlots slots;

  LocalChat(String name, LocalTask task, RunSlots slots) {
    this.name = name;
    this.task = task;
    this.slots = slots;
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallContext context) {
    try {
      Omitted omitted = new Omitted(name, context.unsupported());
      omitted.leaveOutWhatOnlyWritersHave(request);
      Callable<LocalTask.Answer> work = task.prepare(lastUserParts(request), omitted, context);
      LocalTask.Answer answer = slots.run(work, context.timeout());
      return ChatResponse.of(name, answer.json().text(), Usage.of(answer.tokens(), 0))
          .withDropped(omitted.dropped());
    } catch (BadInput e) {
      throw e.of(name);
    }
  }

  private static List<Part> lastUserParts(ChatRequest request) {
    return request.messages().reversed().stream()
        .filter(message -> message.role() == Message.Role.USER)
        .findFirst()
        .map(Message::parts)
        .orElseThrow(() -> new BadInput("there is no user message"));
  }
}

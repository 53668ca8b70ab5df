package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.List;

/// The turns of a conversation after its leading system instructions, each with its path in the
/// request. Results of tools must follow their calls at once, so a later instruction between the
/// two waits for them.
record Turns(List<Message> leading, List<Turn> turns) {
  record Turn(Message message, String path) {
    boolean isSystem() {
      return message.role() == Message.Role.SYSTEM;
    }

    boolean isAssistant() {
      return message.role() == Message.Role.ASSISTANT;
    }
  }

  static Turns of(List<Message> messages) {
    int first = 0;
    while (first < messages.size() && messages.get(first).role() == Message.Role.SYSTEM) {
      first++;
    }
    List<Turn> turns = new ArrayList<>();
    List<Turn> waiting = new ArrayList<>();
    boolean callsOpen = false;
    for (int i = first; i < messages.size(); i++) {
      Turn turn = new Turn(messages.get(i), "messages[" + i + "]");
      if (turn.isSystem()) {
        (callsOpen ? waiting : turns).add(turn);
        continue;
      }
      turns.add(turn);
      turns.addAll(waiting);
      waiting.clear();
      callsOpen = turn.message().parts().stream().anyMatch(Part.ToolCall.class::isInstance);
    }
    turns.addAll(waiting);
    return new Turns(messages.subList(0, first), turns);
  }
}

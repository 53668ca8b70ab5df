package dev.fairway.inference.chat;

import java.util.List;

/// One turn of a conversation. Tool results are parts of the [Role#USER] turn that follows the
/// call.
public record Message(Role role, List<Part> parts) {
  public Message {
    parts = List.copyOf(parts);
  }

  public static Message system(String text) {
    return new Message(Role.SYSTEM, List.of(new Part.Text(text)));
  }

  public static Message user(String text) {
    return new Message(Role.USER, List.of(new Part.Text(text)));
  }

  public static Message assistant(String text) {
    return new Message(Role.ASSISTANT, List.of(new Part.Text(text)));
  }

  /// Who speaks.
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }
}

package dev.fairway.inference.routing;

import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import java.util.List;

/// The hash of a conversation's beginning: everything up to and with the first user turn, at most 8
/// KB of it. It stays the same while the conversation grows, and that beginning is what a
/// provider's prompt cache holds.
public final class Conversation {
  private static final int MAX_CHARACTERS = 8 * 1024;
  private static final long SEED = 0x9e3779b97f4a7c15L;

  private Conversation() {}

  /// 0 when there is nothing to tell it by.
  public static long beginning(List<Message> messages) {
    long hash = 0;
    int left = MAX_CHARACTERS;
    for (Message message : messages) {
      for (Part part : message.parts()) {
        if (part instanceof Part.Text(var text) && left > 0) {
          int taken = Math.min(left, text.length());
          hash = (hash ^ hash(text, taken)) * SEED;
          left -= taken;
        }
      }
      if (message.role() == Message.Role.USER) {
        break;
      }
    }
    return hash;
  }

  private static long hash(String text, int length) {
    long hash = SEED;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + text.charAt(i);
    }
    return hash;
  }
}

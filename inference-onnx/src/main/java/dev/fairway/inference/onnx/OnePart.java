package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.Part;
import java.util.Base64;
import java.util.List;

/// Takes the one part that a model reads out of a message.
final class OnePart {
  private OnePart() {}

  /// @param what the part in words, such as "a picture"
  /// @throws BadInput when there is none, or more than one
  static <T extends Part> T of(List<Part> parts, Class<T> kind, String what, Omitted omitted) {
    List<T> wanted = parts.stream().filter(kind::isInstance).map(kind::cast).toList();
    if (wanted.size() != 1) {
      throw new BadInput("it reads %s, the message has %d".formatted(what, wanted.size()));
    }
    if (parts.size() > 1) {
      omitted.leaveOut("messages", "reads " + what + " and nothing beside it");
    }
    return wanted.getFirst();
  }

  /// @param what the part in words, such as "the picture"
  /// @throws BadInput when it is too long, or no Base64
  static byte[] bytes(String base64, String what, int maxBytes) {
    if (base64.length() > (maxBytes + 2L) / 3 * 4) {
      throw new BadInput("%s has more than %d bytes".formatted(what, maxBytes));
    }
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new BadInput(what + " is no Base64: " + e.getMessage());
    }
  }
}

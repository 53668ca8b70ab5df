package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Paths into the messages of a request, as its format has them. It is told from the parts how the
/// format must have spelled them: readers keep order, so nothing has to be remembered.
final class MessagePaths {
  private static final Pattern PATH =
      Pattern.compile(
          "messages\\[(\\d{1,9})](?:\\.parts\\[(\\d{1,9})](?:\\.parts\\[(\\d{1,9})])?)?(.*)");

  /// Where a format puts a part of one message.
  interface Place {
    String of(List<Part> parts, int index);
  }

  private MessagePaths() {}

  /// For formats that give every result of a tool a message of its own.
  static FieldNames resultsApart(ChatRequest request, Place place, String arguments) {
    return path -> {
      Matcher match = PATH.matcher(path);
      int index = match.matches() ? Integer.parseInt(match.group(1)) : Integer.MAX_VALUE;
      if (index >= request.messages().size() || isOwn(match)) {
        return path;
      }
      List<Part> parts = request.messages().get(index).parts();
      int before =
          request.messages().subList(0, index).stream().mapToInt(MessagePaths::width).sum();
      String part = match.group(2);
      String tail = match.group(4).replace(".arguments", arguments);
      if (part == null || Integer.parseInt(part) >= parts.size()) {
        return "messages[" + before + "]" + tail;
      }
      int at = Integer.parseInt(part);
      if (parts.get(at) instanceof Part.ToolResult result && isResults(parts)) {
        String inner = match.group(3);
        String content = inner == null ? "" : "." + content(result.content(), inner);
        return "messages[" + (before + at) + "]" + content + tail;
      }
      return "messages[" + before + "]." + place.of(parts, at) + tail;
    };
  }

  /// Of a message itself only its role is ever named by a target; all else is a field that the
  /// caller wrote and that has no canonical form.
  private static boolean isOwn(Matcher match) {
    String tail = match.group(4);
    return match.group(2) == null && !tail.isEmpty() && !tail.equals(".role");
  }

  private static int width(Message message) {
    return isResults(message.parts()) ? message.parts().size() : 1;
  }

  private static boolean isResults(List<Part> parts) {
    return !parts.isEmpty() && parts.stream().allMatch(Part.ToolResult.class::isInstance);
  }

  private static String content(List<Part> parts, String index) {
    return content(parts, Integer.parseInt(index), _ -> true);
  }

  /// A lone text may be spelled without a list.
  static String content(List<Part> parts, int index, Predicate<Part> isContent) {
    long count = parts.stream().filter(isContent).count();
    return count == 1 && parts.get(index) instanceof Part.Text
        ? "content"
        : "content[" + ordinal(parts, index, isContent) + "]";
  }

  /// Which of its kind a part is.
  static long ordinal(List<Part> parts, int index, Predicate<Part> kind) {
    return parts.subList(0, Math.min(index, parts.size())).stream().filter(kind).count();
  }

  /// For formats whose turns are the canonical ones, but for a system prompt that stands apart.
  ///
  /// @param system where the system prompt stands
  /// @param turns what the messages are called
  /// @param blocks what the parts of one are called
  static FieldNames systemApart(
      ChatRequest request, String system, String turns, String blocks, String arguments) {
    boolean apart =
        !request.messages().isEmpty()
            && request.messages().getFirst().role() == Message.Role.SYSTEM;
    return path -> {
      Matcher match = PATH.matcher(path);
      if (!match.matches() || isOwn(match)) {
        return path;
      }
      int index = Integer.parseInt(match.group(1)) - (apart ? 1 : 0);
      StringBuilder own = new StringBuilder();
      if (index < 0) {
        own.append(system);
        append(own, "", match.group(2));
        return own.toString();
      }
      own.append(turns).append('[').append(index).append(']');
      append(own, "." + blocks, match.group(2));
      append(own, ".content", match.group(3));
      return own + match.group(4).replace(".arguments", arguments).replace(".error", ".is_error");
    };
  }

  private static void append(StringBuilder path, String name, @Nullable String index) {
    if (index != null) {
      path.append(name).append('[').append(index).append(']');
    }
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chat body of Ollama's to the canonical form. For one request.
final class OllamaRequestReader {
  /// Calls that have no result yet.
  private final List<Part.ToolCall> open = new ArrayList<>();

  private int calls;

  ChatRequest read(Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    String effort = effort(fields);
    ChatRequest request =
        new ChatRequest(
            fields.required("model"),
            messages(fields),
            parameters(fields.object("options"), effort),
            fields.objects("tools").stream().map(OllamaRequestReader::tool).toList(),
            null,
            output(fields),
            !Boolean.FALSE.equals(fields.flag("stream")),
            Extras.NONE);
    fields.keepRest();
    return extras.isEmpty() ? request : request.withExtras(new Extras(OllamaDialect.NAME, extras));
  }

  private List<Message> messages(Fields fields) {
    List<Message> messages = new ArrayList<>();
    List<Part> results = new ArrayList<>();
    for (Fields message : fields.objects("messages")) {
      String role = message.required("role");
      if (role.equals("tool")) {
        results.add(result(message));
      } else {
        flush(results, messages);
        messages.add(message(role, message));
      }
      message.keepRest();
    }
    flush(results, messages);
    if (messages.isEmpty()) {
      fields.wrong("messages", "must hold at least one message");
    }
    return messages;
  }

  /// Results of parallel calls come as a message each, and are one turn.
  private static void flush(List<Part> results, List<Message> messages) {
    if (!results.isEmpty()) {
      messages.add(new Message(Message.Role.USER, results));
      results.clear();
    }
  }

  private Message message(String role, Fields message) {
    return switch (role) {
      case "system" -> new Message(Message.Role.SYSTEM, content(message));
      case "user" -> new Message(Message.Role.USER, content(message));
      case "assistant" -> new Message(Message.Role.ASSISTANT, assistant(message));
      default -> message.wrong("role", "must be one of system, user, assistant, tool");
    };
  }

  private static List<Part> content(Fields message) {
    List<Part> parts = new ArrayList<>();
    String text = message.text("content", "");
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
    for (String data : message.texts("images")) {
      parts.add(new Part.Image(new Part.Source.Base64(mediaType(data), data)));
    }
    return parts;
  }

  /// The kind of picture, by the first bytes of each.
  private static String mediaType(String base64) {
    if (base64.startsWith("/9j/")) {
      return "image/jpeg";
    }
    if (base64.startsWith("R0lGOD")) {
      return "image/gif";
    }
    return base64.startsWith("UklGR") ? "image/webp" : "image/png";
  }

  private List<Part> assistant(Fields message) {
    List<Part> parts = new ArrayList<>();
    String thinking = message.text("thinking", "");
    if (!thinking.isEmpty()) {
      parts.add(new Part.Thinking(thinking, null));
    }
    parts.addAll(content(message));
    open.clear();
    for (Fields call : message.objects("tool_calls")) {
      open.add(toolCall(call, "call_" + calls++));
    }
    parts.addAll(open);
    return parts;
  }

  /// @param fallback the id of a call that has none
  static Part.ToolCall toolCall(Fields call, String fallback) {
    Fields function = call.object("function");
    if (function == null) {
      return call.wrong("function", "is required");
    }
    String id = call.text("id", "");
    Json arguments = function.value("arguments");
    if (arguments != null && !(arguments instanceof Json.Obj)) {
      function.wrong("arguments", "must be an object");
    }
    Part.ToolCall read =
        new Part.ToolCall(
            id.isEmpty() ? fallback : id,
            function.required("name"),
            arguments == null ? Json.object() : RawArguments.unwrapped(arguments));
    call.value("type");
    function.value("index");
    function.keepRest();
    call.keepRest();
    return read;
  }

  /// A result names its call by id, or only the tool: then it belongs to the first call of that
  /// tool that waits for one.
  private Part result(Fields message) {
    String id = message.text("tool_call_id", "");
    String name = message.text("tool_name", "");
    Part.ToolCall answered =
        open.stream()
            .filter(call ->
                id.isEmpty() ? name.isEmpty() || name.equals(call.name()) : id.equals(call.id()))
            .findFirst()
            .orElse(null);
    if (answered != null) {
      open.remove(answered);
    } else if (id.isEmpty()) {
      return message.wrong("tool_name", "names no call that waits for a result");
    }
    return new Part.ToolResult(answered == null ? id : answered.id(), content(message), false);
  }

  private static Parameters parameters(@Nullable Fields options, @Nullable String effort) {
    Parameters.Builder parameters = Parameters.builder().reasoningEffort(effort);
    if (options != null) {
      parameters
          .maxTokens(maxTokens(options))
          .temperature(options.number("temperature"))
          .topP(options.number("top_p"))
          .topK(options.count("top_k"))
          .seed(options.whole("seed"))
          .frequencyPenalty(options.number("frequency_penalty"))
          .presencePenalty(options.number("presence_penalty"))
          .stop(options.texts("stop"));
      options.keepRest();
    }
    return parameters.build();
  }

  /// A negative number is no limit but a way to go on, which has no canonical form.
  private static @Nullable Integer maxTokens(Fields options) {
    boolean endless =
        options.json().fields().get("num_predict") instanceof Json.Num(var number)
            && number.signum() < 0;
    return endless ? null : options.count("num_predict");
  }

  /// `true` says neither how much nor no, and stays among the extras.
  private static @Nullable String effort(Fields fields) {
    Json think = fields.json().fields().get("think");
    if (new Json.Bool(true).equals(think)) {
      return null;
    }
    return fields.value("think") instanceof Json.Bool ? "none" : fields.text("think");
  }

  private static Tool tool(Fields tool) {
    Fields function = tool.object("function");
    if (function == null) {
      return tool.wrong("function", "is required");
    }
    Fields parameters = function.object("parameters");
    Tool read =
        new Tool(
            function.required("name"),
            function.text("description"),
            parameters == null ? Json.object() : parameters.json(),
            null);
    tool.value("type");
    function.keepRest();
    tool.keepRest();
    return read;
  }

  private static OutputFormat output(Fields fields) {
    Json format = fields.value("format");
    return switch (format) {
      case null -> new OutputFormat.Text();
      case Json.Obj schema -> new OutputFormat.Schema("answer", null, schema, null);
      case Json.Str(var word) when word.isEmpty() -> new OutputFormat.Text();
      case Json.Str(var word) when word.equals("json") -> new OutputFormat.AnyJson();
      default -> fields.wrong("format", "must be json or a schema");
    };
  }
}

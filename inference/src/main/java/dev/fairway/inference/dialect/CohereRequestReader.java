package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolArguments;
import dev.fairway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chat body of Cohere's to the canonical form.
final class CohereRequestReader {
  private CohereRequestReader() {}

  static ChatRequest read(Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    Boolean strict = fields.flag("strict_tools");
    ChatRequest request =
        new ChatRequest(
            fields.required("model"),
            messages(fields),
            parameters(fields),
            fields.objects("tools").stream().map(tool -> tool(tool, strict)).toList(),
            toolChoice(fields),
            output(fields.object("response_format")),
            Boolean.TRUE.equals(fields.flag("stream")),
            Extras.NONE);
    fields.keepRest();
    return extras.isEmpty() ? request : request.withExtras(new Extras(CohereDialect.NAME, extras));
  }

  private static List<Message> messages(Fields fields) {
    List<Message> messages = new ArrayList<>();
    List<Part> results = new ArrayList<>();
    for (Fields message : fields.objects("messages")) {
      String role = message.required("role");
      if (role.equals("tool")) {
        results.add(new Part.ToolResult(message.required("tool_call_id"), content(message), false));
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

  private static Message message(String role, Fields message) {
    return switch (role) {
      case "system" -> new Message(Message.Role.SYSTEM, content(message));
      case "user" -> new Message(Message.Role.USER, content(message));
      case "assistant" -> new Message(Message.Role.ASSISTANT, said(message));
      default -> message.wrong("role", "must be one of system, user, assistant, tool");
    };
  }

  /// What the assistant says: content, its plan, and its calls, in this order.
  static List<Part> said(Fields message) {
    List<Part> parts = new ArrayList<>(content(message));
    String plan = message.text("tool_plan", "");
    if (!plan.isEmpty()) {
      parts.add(new Part.Text(plan));
    }
    message.objects("tool_calls").forEach(call -> parts.add(toolCall(call)));
    return parts;
  }

  private static List<Part> content(Fields message) {
    Json content = message.value("content");
    if (content == null) {
      return List.of();
    }
    if (content instanceof Json.Str(var text)) {
      return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
    }
    return message.objects("content").stream().map(CohereRequestReader::part).toList();
  }

  /// A document given as a tool's result has no canonical form: it may be cited by its id.
  private static Part part(Fields part) {
    Part read =
        switch (part.required("type")) {
          case "text" -> new Part.Text(part.required("text"));
          case "thinking" -> new Part.Thinking(part.required("thinking"), null);
          case "image_url" -> new Part.Image(image(part));
          case "document" -> new Part.Opaque(CohereDialect.NAME, part.json());
          default -> part.wrong("type", "must be one of text, thinking, image_url, document");
        };
    if (!(read instanceof Part.Opaque)) {
      part.keepRest();
    }
    return read;
  }

  private static Part.Source image(Fields part) {
    Fields image = part.object("image_url");
    if (image == null) {
      return part.wrong("image_url", "is required");
    }
    Part.Source source = DataUrl.read(image.required("url"));
    image.keepRest();
    return source;
  }

  private static Part.ToolCall toolCall(Fields call) {
    Fields function = call.object("function");
    if (function == null) {
      return call.wrong("function", "is required");
    }
    Part.ToolCall read =
        new Part.ToolCall(
            call.text("id", ""),
            function.required("name"),
            ToolArguments.read(function.text("arguments", "")));
    call.value("type");
    function.keepRest();
    call.keepRest();
    return read;
  }

  private static Parameters parameters(Fields fields) {
    return Parameters.builder()
        .maxTokens(fields.count("max_tokens"))
        .temperature(fields.number("temperature"))
        .topP(fields.number("p"))
        .topK(fields.count("k"))
        .seed(fields.whole("seed"))
        .frequencyPenalty(fields.number("frequency_penalty"))
        .presencePenalty(fields.number("presence_penalty"))
        .stop(fields.texts("stop_sequences"))
        .reasoningEffort(effort(fields))
        .build();
  }

  private static @Nullable String effort(Fields fields) {
    Json thinking = fields.json().fields().get("thinking");
    if (!Json.object("type", new Json.Str("disabled")).equals(thinking)) {
      return null; // a budget has no canonical form, and stays among the extras
    }
    fields.value("thinking");
    return "none";
  }

  private static Tool tool(Fields tool, @Nullable Boolean strict) {
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
            strict);
    tool.value("type");
    function.keepRest();
    tool.keepRest();
    return read;
  }

  private static @Nullable ToolChoice toolChoice(Fields fields) {
    String choice = fields.text("tool_choice");
    return switch (choice) {
      case null -> null;
      case "REQUIRED" -> new ToolChoice.Required();
      case "NONE" -> new ToolChoice.None();
      default -> fields.wrong("tool_choice", "must be REQUIRED or NONE");
    };
  }

  private static OutputFormat output(@Nullable Fields format) {
    if (format == null) {
      return new OutputFormat.Text();
    }
    return switch (format.required("type")) {
      case "text" -> new OutputFormat.Text();
      case "json_object" -> json(format);
      default -> format.wrong("type", "must be one of text, json_object");
    };
  }

  private static OutputFormat json(Fields format) {
    Fields schema = format.object("json_schema");
    Fields older = format.object("schema");
    Fields given = schema == null ? older : schema;
    format.keepRest();
    return given == null
        ? new OutputFormat.AnyJson()
        : new OutputFormat.Schema("answer", null, given.json(), null);
  }
}

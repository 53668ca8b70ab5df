package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A responses body to the canonical form. For one request.
///
/// Items in a row that the assistant made are one turn, and so are results of tools in a row.
final class ResponsesRequestReader {
  private final Map<String, Json> extras = new LinkedHashMap<>();
  private final List<Message> messages = new ArrayList<>();
  private final List<Part> turn = new ArrayList<>();
  private Message.@Nullable Role speaker;

  ChatRequest read(Json body) {
    Fields fields = Fields.of(body, extras);
    Fields reasoning = fields.object("reasoning");
    Fields text = fields.object("text");
    input(fields);
    ChatRequest request =
        new ChatRequest(
            fields.required("model"),
            messages,
            parameters(fields, reasoning),
            tools(fields),
            toolChoice(fields),
            output(text == null ? null : text.object("format")),
            Boolean.TRUE.equals(fields.flag("stream")),
            Extras.NONE);
    fields.value("stream_options"); // about the wire only
    Json verbosity = text == null ? null : text.value("verbosity");
    if (verbosity != null) {
      extras.put("verbosity", verbosity); // chat has it under this name
    }
    keepRest(reasoning);
    keepRest(text);
    fields.keepRest();
    return extras.isEmpty()
        ? request
        : request.withExtras(new Extras(ResponsesDialect.NAME, extras));
  }

  private static void keepRest(@Nullable Fields fields) {
    if (fields != null) {
      fields.keepRest();
    }
  }

  private void input(Fields fields) {
    String instructions = fields.text("instructions", "");
    if (!instructions.isEmpty()) {
      messages.add(Message.system(instructions));
    }
    Json input = fields.value("input");
    if (input instanceof Json.Str(var text)) {
      messages.add(Message.user(text));
    } else if (input != null) {
      fields.objects("input").forEach(this::item);
      endTurn();
    } else if (!continued(fields.json())) {
      fields.wrong("input", "is required");
    }
  }

  /// Whether the conversation stands at the provider.
  private static boolean continued(Json.Obj body) {
    return body.fields().containsKey("previous_response_id")
        || body.fields().containsKey("conversation")
        || body.fields().containsKey("prompt");
  }

  private void item(Fields item) {
    switch (item.text("type", "message")) {
      case "message" -> message(item);
      case "function_call" -> add(Message.Role.ASSISTANT, ResponsesItems.functionCall(item));
      case "function_call_output" -> add(Message.Role.USER, result(item));
      case "reasoning" -> add(Message.Role.ASSISTANT, ResponsesReasoning.read(item));
      default -> opaque(item);
    }
  }

  private void message(Fields item) {
    List<Part> content = ResponsesItems.content(item, "content");
    switch (item.required("role")) {
      case "assistant" -> {
        open(Message.Role.ASSISTANT);
        turn.addAll(content);
      }
      case "user" -> whole(Message.Role.USER, content);
      case "system", "developer" -> whole(Message.Role.SYSTEM, content);
      default -> item.wrong("role", "must be one of user, assistant, system, developer");
    }
    ResponsesItems.keepRest(item);
  }

  private static Part result(Fields item) {
    Part result =
        new Part.ToolResult(
            item.required("call_id"), ResponsesItems.content(item, "output"), false);
    ResponsesItems.keepRest(item);
    return result;
  }

  /// What only this format has: built-in and custom tools, references, approvals, compaction.
  private void opaque(Fields item) {
    String type = item.required("type");
    boolean ofCaller = type.endsWith("_output") || type.endsWith("_response");
    add(ofCaller ? Message.Role.USER : Message.Role.ASSISTANT, ResponsesItems.opaque(item));
  }

  private void whole(Message.Role role, List<Part> parts) {
    endTurn();
    messages.add(new Message(role, parts));
  }

  private void add(Message.Role role, Part part) {
    open(role);
    turn.add(part);
  }

  private void open(Message.Role role) {
    if (speaker != role) {
      endTurn();
      speaker = role;
    }
  }

  private void endTurn() {
    if (speaker != null) {
      messages.add(new Message(speaker, turn));
      turn.clear();
      speaker = null;
    }
  }

  private static Parameters parameters(Fields fields, @Nullable Fields reasoning) {
    String user = fields.text("user");
    String identifier = fields.text("safety_identifier");
    return Parameters.builder()
        .maxTokens(fields.count("max_output_tokens"))
        .temperature(fields.number("temperature"))
        .topP(fields.number("top_p"))
        .reasoningEffort(reasoning == null ? null : reasoning.text("effort"))
        .parallelToolCalls(fields.flag("parallel_tool_calls"))
        .user(identifier == null ? user : identifier)
        .build();
  }

  /// Tools without canonical form are kept under their place in the list.
  private List<Tool> tools(Fields fields) {
    List<Tool> tools = new ArrayList<>();
    List<Fields> listed = fields.objects("tools");
    for (int i = 0; i < listed.size(); i++) {
      Fields tool = listed.get(i);
      if (tool.required("type").equals("function")) {
        tools.add(function(tool));
      } else {
        extras.put("tools[" + i + "]", tool.json());
      }
    }
    return tools;
  }

  private static Tool function(Fields tool) {
    Fields parameters = tool.object("parameters");
    Tool read =
        new Tool(
            tool.required("name"),
            tool.text("description"),
            parameters == null ? Json.object() : parameters.json(),
            tool.flag("strict"));
    tool.keepRest();
    return read;
  }

  private @Nullable ToolChoice toolChoice(Fields fields) {
    return switch (fields.value("tool_choice")) {
      case null -> null;
      case Json.Str(var word) ->
          switch (word) {
            case "none" -> new ToolChoice.None();
            case "auto" -> new ToolChoice.Auto();
            case "required" -> new ToolChoice.Required();
            default -> fields.wrong("tool_choice", "must be none, auto, required or a tool");
          };
      case Json.Obj(var choice)
          when choice.get("type") instanceof Json.Str(var type)
              && type.equals("function")
              && choice.get("name") instanceof Json.Str(var name) ->
          new ToolChoice.Named(name);
      case Json.Obj other -> {
        extras.put("tool_choice", other);
        yield null;
      }
      default -> fields.wrong("tool_choice", "must be none, auto, required or a tool");
    };
  }

  private static OutputFormat output(@Nullable Fields format) {
    if (format == null) {
      return new OutputFormat.Text();
    }
    return switch (format.required("type")) {
      case "text" -> new OutputFormat.Text();
      case "json_object" -> new OutputFormat.AnyJson();
      case "json_schema" -> schema(format);
      default -> format.wrong("type", "must be one of text, json_object, json_schema");
    };
  }

  private static OutputFormat schema(Fields format) {
    Fields schema = format.object("schema");
    return schema == null
        ? format.wrong("schema", "is required")
        : new OutputFormat.Schema(
            format.text("name", "answer"),
            format.text("description"),
            schema.json(),
            format.flag("strict"));
  }
}

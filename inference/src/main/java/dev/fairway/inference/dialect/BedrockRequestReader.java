package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
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

/// A Converse body to the canonical form. For one request.
final class BedrockRequestReader {
  private final Map<String, Json> extras = new LinkedHashMap<>();

  static ChatRequest read(BedrockPath path, Json body) {
    return new BedrockRequestReader().request(path, body);
  }

  private ChatRequest request(BedrockPath path, Json body) {
    Fields fields = Fields.of(body, extras);
    Fields config = orEmpty(fields, "inferenceConfig");
    Fields tools = orEmpty(fields, "toolConfig");
    Fields output = orEmpty(fields, "outputConfig");
    Fields additional = orEmpty(fields, "additionalModelRequestFields");
    Fields choice = tools.object("toolChoice");
    ChatRequest request =
        new ChatRequest(
            path.model(),
            messages(fields),
            parameters(config, output, additional, user(fields)),
            tools(tools),
            choice == null ? null : toolChoice(choice),
            output(output),
            path.stream(),
            Extras.NONE);
    List.of(config, tools, output, additional).forEach(Fields::keepRest);
    fields.keepRest();
    return extras.isEmpty() ? request : request.withExtras(new Extras(BedrockDialect.NAME, extras));
  }

  private static Fields orEmpty(Fields fields, String name) {
    Fields object = fields.object(name);
    return object == null ? Fields.of(Json.object()) : object;
  }

  private List<Message> messages(Fields fields) {
    List<Message> messages = new ArrayList<>();
    List<Fields> system = fields.objects("system");
    if (!system.isEmpty()) {
      messages.add(new Message(Message.Role.SYSTEM, parts(system, "messages[0]")));
    }
    List<Fields> turns = fields.objects("messages");
    if (turns.isEmpty()) {
      fields.wrong("messages", "must hold at least one message");
    }
    for (Fields turn : turns) {
      String path = "messages[" + messages.size() + "]";
      messages.add(new Message(role(turn), parts(turn.objects("content"), path)));
      turn.keepRest();
    }
    return messages;
  }

  private static Message.Role role(Fields message) {
    return switch (message.required("role")) {
      case "user" -> Message.Role.USER;
      case "assistant" -> Message.Role.ASSISTANT;
      case "system" -> Message.Role.SYSTEM;
      default -> message.wrong("role", "must be one of user, assistant, system");
    };
  }

  private List<Part> parts(List<Fields> blocks, String path) {
    List<Part> parts = new ArrayList<>();
    for (Fields block : blocks) {
      Json point = block.value("cachePoint");
      if (point == null) {
        parts.add(BedrockBlocks.read(block));
      } else {
        int last = Math.max(0, parts.size() - 1);
        extras.put(CacheHints.key(path + ".parts[" + last + "]"), point);
      }
    }
    return parts;
  }

  private static Parameters parameters(
      Fields config, Fields output, Fields additional, @Nullable String user) {
    return Parameters.builder()
        .maxTokens(config.count("maxTokens"))
        .temperature(config.number("temperature"))
        .topP(config.number("topP"))
        .topK(additional.count("top_k"))
        .stop(config.texts("stopSequences"))
        .reasoningEffort(output.text("effort"))
        .user(user)
        .build();
  }

  /// What is told about a request beside the user goes aside as a whole.
  private static @Nullable String user(Fields fields) {
    boolean only =
        fields.json().fields().get("requestMetadata") instanceof Json.Obj(var told)
            && told.size() == 1
            && told.get("user_id") instanceof Json.Str;
    Fields metadata = only ? fields.object("requestMetadata") : null;
    return metadata == null ? null : metadata.text("user_id");
  }

  /// Tools that the provider runs itself have no canonical form.
  private List<Tool> tools(Fields config) {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : config.objects("tools")) {
      Json point = tool.value("cachePoint");
      if (point == null) {
        tools.add(tool(tool));
      } else {
        extras.put(CacheHints.key("tools[" + Math.max(0, tools.size() - 1) + "]"), point);
      }
    }
    return tools;
  }

  private static Tool tool(Fields tool) {
    Fields spec = tool.object("toolSpec");
    if (spec == null) {
      return tool.wrong("toolSpec", "is required: tools of the provider are not supported");
    }
    Fields schema = spec.object("inputSchema");
    Fields json = schema == null ? null : schema.object("json");
    Tool read =
        new Tool(
            spec.required("name"),
            spec.text("description"),
            json == null ? Json.object() : json.json(),
            spec.flag("strict"));
    spec.keepRest();
    tool.keepRest();
    return read;
  }

  private static ToolChoice toolChoice(Fields choice) {
    Fields named = choice.object("tool");
    if (named != null) {
      return new ToolChoice.Named(named.required("name"));
    }
    if (choice.value("any") != null) {
      return new ToolChoice.Required();
    }
    return choice.value("auto") != null
        ? new ToolChoice.Auto()
        : choice.wrong("auto", "or any or tool is required");
  }

  private static OutputFormat output(Fields output) {
    Fields format = output.object("textFormat");
    if (format == null) {
      return new OutputFormat.Text();
    }
    Fields structure = format.object("structure");
    Fields definition = structure == null ? null : structure.object("jsonSchema");
    if (!format.required("type").equals("json_schema") || definition == null) {
      return format.wrong("structure.jsonSchema", "is required");
    }
    return new OutputFormat.Schema(
        definition.text("name", "answer"),
        definition.text("description"),
        schema(definition),
        null);
  }

  private static Json.Obj schema(Fields definition) {
    try {
      return Json.parse(definition.required("schema")) instanceof Json.Obj schema
          ? schema
          : definition.wrong("schema", "must hold a JSON object");
    } catch (JsonSyntax e) {
      return definition.wrong("schema", String.valueOf(e.getMessage()));
    }
  }
}

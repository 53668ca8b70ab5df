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

/// A messages body to the canonical form.
final class AnthropicRequestReader {
  private AnthropicRequestReader() {}

  static ChatRequest read(Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    Fields choice = fields.object("tool_choice");
    Fields outputConfig = fields.object("output_config");
    ChatRequest request =
        new ChatRequest(
            fields.required("model"),
            messages(fields),
            parameters(fields, choice, outputConfig),
            fields.objects("tools").stream().map(AnthropicRequestReader::tool).toList(),
            choice == null ? null : toolChoice(choice),
            output(outputConfig),
            Boolean.TRUE.equals(fields.flag("stream")),
            Extras.NONE);
    keepRest(choice);
    keepRest(outputConfig);
    fields.keepRest();
    return extras.isEmpty()
        ? request
        : request.withExtras(new Extras(AnthropicDialect.NAME, extras));
  }

  private static void keepRest(@Nullable Fields fields) {
    if (fields != null) {
      fields.keepRest();
    }
  }

  private static List<Message> messages(Fields fields) {
    List<Message> messages = new ArrayList<>();
    List<Part> system = contents(fields, "system");
    if (!system.isEmpty()) {
      messages.add(new Message(Message.Role.SYSTEM, system));
    }
    List<Fields> turns = fields.objects("messages");
    if (turns.isEmpty()) {
      fields.wrong("messages", "must hold at least one message");
    }
    for (Fields turn : turns) {
      messages.add(new Message(role(turn), contents(turn, "content")));
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

  /// A string or blocks.
  static List<Part> contents(Fields fields, String name) {
    Json content = fields.value(name);
    if (content == null) {
      return List.of();
    }
    if (content instanceof Json.Str(var text)) {
      return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
    }
    return fields.objects(name).stream().map(AnthropicRequestReader::block).toList();
  }

  static Part block(Fields block) {
    Part part =
        switch (block.required("type")) {
          case "text" -> new Part.Text(block.required("text"));
          case "image" -> new Part.Image(source(block));
          case "document" -> document(block);
          case "thinking" -> thinking(block);
          case "redacted_thinking" -> new Part.RedactedThinking(block.required("data"));
          case "tool_use" -> toolCall(block);
          case "tool_result" ->
              new Part.ToolResult(
                  block.required("tool_use_id"),
                  contents(block, "content"),
                  Boolean.TRUE.equals(block.flag("is_error")));
          default -> new Part.Opaque(AnthropicDialect.NAME, block.json());
        };
    if (!(part instanceof Part.Opaque)) {
      block.keepRest();
    }
    return part;
  }

  /// The format insists on a signature: an empty one is none.
  private static Part thinking(Fields block) {
    String signature = block.text("signature", "");
    return new Part.Thinking(block.text("thinking", ""), signature.isEmpty() ? null : signature);
  }

  private static Part toolCall(Fields block) {
    Json input = block.value("input");
    return new Part.ToolCall(
        block.required("id"),
        block.required("name"),
        input == null ? Json.object() : RawArguments.unwrapped(input));
  }

  private static Part.Source source(Fields block) {
    Fields source = block.object("source");
    if (source == null) {
      return block.wrong("source", "is required");
    }
    Part.Source read =
        switch (source.required("type")) {
          case "base64" ->
              new Part.Source.Base64(source.required("media_type"), source.required("data"));
          case "url" -> new Part.Source.Url(source.required("url"));
          default -> source.wrong("type", "must be one of base64, url");
        };
    source.keepRest();
    return read;
  }

  /// Documents given as text or as blocks have no canonical form.
  private static Part document(Fields block) {
    Fields source = block.object("source");
    String type = source == null ? "" : source.text("type", "");
    return type.equals("base64") || type.equals("url")
        ? new Part.Document(source(block), block.text("title"))
        : new Part.Opaque(AnthropicDialect.NAME, block.json());
  }

  private static Parameters parameters(
      Fields fields, @Nullable Fields choice, @Nullable Fields outputConfig) {
    Boolean oneAtATime = choice == null ? null : choice.flag("disable_parallel_tool_use");
    return Parameters.builder()
        .maxTokens(fields.count("max_tokens"))
        .temperature(fields.number("temperature"))
        .topP(fields.number("top_p"))
        .topK(fields.count("top_k"))
        .stop(fields.texts("stop_sequences"))
        .reasoningEffort(effort(fields, outputConfig))
        .parallelToolCalls(oneAtATime == null ? null : Boolean.valueOf(!oneAtATime))
        .user(user(fields))
        .build();
  }

  private static @Nullable String effort(Fields fields, @Nullable Fields outputConfig) {
    String effort = outputConfig == null ? null : outputConfig.text("effort");
    boolean disabled =
        fields.json().fields().get("thinking") instanceof Json.Obj thinking
            && thinking.equals(Json.object("type", new Json.Str("disabled")));
    if (effort != null || !disabled) {
      return effort;
    }
    fields.value("thinking");
    return "none";
  }

  private static @Nullable String user(Fields fields) {
    Fields metadata = fields.object("metadata");
    if (metadata == null) {
      return null;
    }
    String user = metadata.text("user_id");
    metadata.keepRest();
    return user;
  }

  /// Tools that the provider runs itself have a type of their own, and no canonical form.
  private static Tool tool(Fields tool) {
    if (!tool.text("type", "custom").equals("custom")) {
      return tool.wrong("type", "must be custom: tools that the provider runs are not supported");
    }
    Fields schema = tool.object("input_schema");
    if (schema == null) {
      return tool.wrong("input_schema", "is required");
    }
    Tool read =
        new Tool(
            tool.required("name"), tool.text("description"), schema.json(), tool.flag("strict"));
    tool.keepRest();
    return read;
  }

  private static ToolChoice toolChoice(Fields choice) {
    return switch (choice.required("type")) {
      case "auto" -> new ToolChoice.Auto();
      case "any" -> new ToolChoice.Required();
      case "none" -> new ToolChoice.None();
      case "tool" -> new ToolChoice.Named(choice.required("name"));
      default -> choice.wrong("type", "must be one of auto, any, tool, none");
    };
  }

  private static OutputFormat output(@Nullable Fields outputConfig) {
    Fields format = outputConfig == null ? null : outputConfig.object("format");
    if (format == null) {
      return new OutputFormat.Text();
    }
    if (!format.required("type").equals("json_schema")) {
      format.wrong("type", "must be json_schema");
    }
    Fields schema = format.object("schema");
    format.keepRest();
    return schema == null
        ? format.wrong("schema", "is required")
        : new OutputFormat.Schema("answer", null, schema.json(), null);
  }
}

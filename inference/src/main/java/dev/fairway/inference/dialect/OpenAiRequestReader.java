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

/// A chat completions body to the canonical form.
final class OpenAiRequestReader {
  private OpenAiRequestReader() {}

  /// @param deployment the model, where the path names it
  static ChatRequest read(OpenAiShape shape, @Nullable String deployment, Json body) {
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    ChatRequest request =
        new ChatRequest(
            model(fields, deployment),
            messages(fields),
            parameters(shape, fields),
            fields.objects("tools").stream().map(OpenAiRequestReader::tool).toList(),
            toolChoice(fields),
            output(fields.object("response_format")),
            Boolean.TRUE.equals(fields.flag("stream")),
            Extras.NONE);
    fields.value("stream_options"); // about the wire only; the stream's writer is told
    fields.keepRest();
    return extras.isEmpty() ? request : request.withExtras(new Extras(shape.name(), extras));
  }

  private static String model(Fields fields, @Nullable String deployment) {
    String model = fields.text("model");
    if (deployment != null) {
      return deployment;
    }
    return model == null ? fields.wrong("model", "is required") : model;
  }

  private static List<Message> messages(Fields fields) {
    List<Message> messages = new ArrayList<>();
    List<Part> results = new ArrayList<>();
    for (Fields message : fields.objects("messages")) {
      String role = message.required("role");
      if (role.equals("tool")) {
        results.add(toolResult(message));
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
      case "system", "developer" -> new Message(Message.Role.SYSTEM, content(message));
      case "user" -> new Message(Message.Role.USER, content(message));
      case "assistant" -> new Message(Message.Role.ASSISTANT, assistant(message));
      default -> message.wrong("role", "must be one of system, developer, user, assistant, tool");
    };
  }

  private static Part toolResult(Fields message) {
    return new Part.ToolResult(message.required("tool_call_id"), content(message), false);
  }

  private static List<Part> assistant(Fields message) {
    List<Part> parts = new ArrayList<>();
    message.objects("thinking_blocks").forEach(block -> parts.add(thinking(block)));
    parts.addAll(content(message));
    String refusal = message.text("refusal");
    if (refusal != null) {
      parts.add(new Part.Text(refusal));
    }
    message.objects("tool_calls").forEach(call -> parts.add(toolCall(call)));
    return parts;
  }

  /// Not OpenAI's: how clients of several gateways carry another provider's reasoning.
  static Part thinking(Fields block) {
    String data = block.text("data");
    return data != null
        ? new Part.RedactedThinking(data)
        : new Part.Thinking(block.text("thinking", ""), block.text("signature"));
  }

  static Part.ToolCall toolCall(Fields call) {
    if (!call.text("type", "function").equals("function")) {
      call.wrong("type", "must be function");
    }
    Fields function = call.object("function");
    if (function == null) {
      return call.wrong("function", "is required");
    }
    Part.ToolCall read =
        new Part.ToolCall(call.text("id", ""), function.required("name"), arguments(function));
    call.value("index");
    function.keepRest();
    call.keepRest();
    return read;
  }

  private static Json arguments(Fields function) {
    return function.value("arguments") instanceof Json.Obj object
        ? object
        : ToolArguments.read(function.text("arguments", ""));
  }

  static List<Part> content(Fields message) {
    Json content = message.value("content");
    if (content == null) {
      return List.of();
    }
    if (content instanceof Json.Str(var text)) {
      return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields part : message.objects("content")) {
      parts.add(part(part));
      part.keepRest();
    }
    return parts;
  }

  private static Part part(Fields part) {
    return switch (part.required("type")) {
      case "text" -> new Part.Text(part.required("text"));
      case "refusal" -> new Part.Text(part.required("refusal"));
      case "image_url" -> new Part.Image(image(part));
      case "input_audio" -> new Part.Audio(audio(part));
      case "file" -> file(part);
      case "document_url" ->
          new Part.Document(
              DataUrl.read(part.required("document_url")), part.text("document_name"));
      case "thinking" -> new Part.Thinking(thinkingChunk(part), null);
      default -> part.wrong("type", "must be one of text, refusal, image_url, input_audio, file");
    };
  }

  /// Mistral's form of reasoning.
  private static String thinkingChunk(Fields chunk) {
    StringBuilder text = new StringBuilder();
    chunk.objects("thinking").forEach(piece -> text.append(piece.text("text", "")));
    chunk.value("closed");
    return text.toString();
  }

  private static Part.Source image(Fields part) {
    if (part.value("image_url") instanceof Json.Str(var url)) {
      return DataUrl.read(url);
    }
    Fields image = part.object("image_url");
    if (image == null) {
      return part.wrong("image_url", "is required");
    }
    Part.Source source = DataUrl.read(image.required("url"));
    image.keepRest();
    return source;
  }

  private static Part.Source audio(Fields part) {
    if (part.value("input_audio") instanceof Json.Str(var url)) {
      return AudioFormat.source(url);
    }
    Fields audio = part.object("input_audio");
    if (audio == null) {
      return part.wrong("input_audio", "is required");
    }
    String mediaType = AudioFormat.mediaTypeOf(audio.required("format"));
    if (mediaType == null) {
      return audio.wrong("format", "must be wav or mp3");
    }
    Part.Source source = new Part.Source.Base64(mediaType, audio.required("data"));
    audio.keepRest();
    return source;
  }

  private static Part file(Fields part) {
    Fields file = part.object("file");
    if (file == null) {
      return part.wrong("file", "is required");
    }
    Part document =
        new Part.Document(DataUrl.read(file.required("file_data")), file.text("filename"));
    file.keepRest();
    return document;
  }

  private static Parameters parameters(OpenAiShape shape, Fields fields) {
    Integer older = fields.count("max_tokens");
    Integer newer = fields.count("max_completion_tokens");
    String user = fields.text("user");
    String identifier = fields.text("safety_identifier");
    return Parameters.builder()
        .maxTokens(newer == null ? older : newer)
        .temperature(fields.number("temperature"))
        .topP(fields.number("top_p"))
        .topK(fields.count("top_k"))
        .seed(fields.whole(shape.seed()))
        .frequencyPenalty(fields.number("frequency_penalty"))
        .presencePenalty(fields.number("presence_penalty"))
        .stop(stop(fields))
        .reasoningEffort(fields.text("reasoning_effort"))
        .parallelToolCalls(fields.flag("parallel_tool_calls"))
        .user(identifier == null ? user : identifier)
        .build();
  }

  private static List<String> stop(Fields fields) {
    return fields.value("stop") instanceof Json.Str(var text)
        ? List.of(text)
        : fields.texts("stop");
  }

  private static Tool tool(Fields tool) {
    if (!tool.required("type").equals("function")) {
      tool.wrong("type", "must be function");
    }
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
            function.flag("strict"));
    function.keepRest();
    tool.keepRest();
    return read;
  }

  private static @Nullable ToolChoice toolChoice(Fields fields) {
    Json choice = fields.value("tool_choice");
    return switch (choice) {
      case null -> null;
      case Json.Str(var word) ->
          switch (word) {
            case "none" -> new ToolChoice.None();
            case "auto" -> new ToolChoice.Auto();
            case "required", "any" -> new ToolChoice.Required();
            default -> fields.wrong("tool_choice", "must be none, auto, required or a function");
          };
      default -> named(fields);
    };
  }

  private static ToolChoice named(Fields fields) {
    Fields choice = fields.object("tool_choice");
    Fields function = choice == null ? null : choice.object("function");
    return function == null
        ? fields.wrong("tool_choice", "must name a function")
        : new ToolChoice.Named(function.required("name"));
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
    Fields named = format.object("json_schema");
    Fields schema = named == null ? null : named.object("schema");
    if (named == null || schema == null) {
      return format.wrong("json_schema", "must hold a schema");
    }
    return new OutputFormat.Schema(
        named.text("name", "answer"),
        named.text("description"),
        schema.json(),
        named.flag("strict"));
  }
}

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
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A generateContent body to the canonical form. For one request.
final class GeminiRequestReader {
  private final Map<String, Json> extras = new LinkedHashMap<>();

  /// Ids of calls that wait for their result, by the function's name.
  private final Map<String, Deque<String>> waiting = new HashMap<>();

  static ChatRequest read(GeminiPath path, Json body) {
    return new GeminiRequestReader().request(path, body);
  }

  private ChatRequest request(GeminiPath path, Json body) {
    Fields fields = Fields.of(body, extras);
    Fields config = orEmpty(fields, "generationConfig");
    Fields calling = orEmpty(orEmpty(fields, "toolConfig"), "functionCallingConfig");
    String mode = calling.text("mode", "").toUpperCase(Locale.ROOT);
    ChatRequest request =
        new ChatRequest(
            path.model(),
            messages(fields),
            parameters(config),
            tools(fields, mode.equals("VALIDATED") ? true : null),
            toolChoice(calling, mode),
            output(config),
            path.stream(),
            Extras.NONE);
    fields.value("model"); // some clients repeat it here
    config.keepRest();
    calling.keepRest();
    keepRest(fields.object("toolConfig"), "functionCallingConfig");
    fields.keepRest();
    return extras.isEmpty() ? request : request.withExtras(new Extras(GeminiDialect.NAME, extras));
  }

  private static Fields orEmpty(Fields fields, String name) {
    Fields object = fields.object(name);
    return object == null ? Fields.of(Json.object()) : object;
  }

  private static void keepRest(@Nullable Fields fields, String read) {
    if (fields != null) {
      fields.value(read);
      fields.keepRest();
    }
  }

  private List<Message> messages(Fields fields) {
    List<Message> messages = new ArrayList<>();
    Fields system = fields.object("systemInstruction");
    if (system != null) {
      system.value("role");
      List<Part> parts = parts(system);
      if (!parts.isEmpty()) {
        messages.add(new Message(Message.Role.SYSTEM, parts));
      }
    }
    for (Fields content : fields.objects("contents")) {
      messages.add(new Message(role(content), parts(content)));
    }
    if (fields.objects("contents").isEmpty()) {
      fields.wrong("contents", "must hold at least one content");
    }
    return messages;
  }

  private static Message.Role role(Fields content) {
    return switch (content.text("role", "user")) {
      case "user", "function", "" -> Message.Role.USER;
      case "model" -> Message.Role.ASSISTANT;
      default -> content.wrong("role", "must be user or model");
    };
  }

  private List<Part> parts(Fields content) {
    List<Part> parts = new ArrayList<>();
    for (Fields part : content.objects("parts")) {
      List<Part> read =
          part.value("functionResponse") == null
              ? GeminiParts.read(part, GeminiCallId.at(part.path("functionCall")))
              : List.of(result(part));
      read.forEach(this::remember);
      parts.addAll(read);
      if (read.stream().noneMatch(Part.Opaque.class::isInstance)) {
        part.keepRest();
      }
    }
    content.keepRest();
    return parts;
  }

  private void remember(Part part) {
    if (part instanceof Part.ToolCall call) {
      waiting.computeIfAbsent(call.name(), _ -> new ArrayDeque<>()).add(call.id());
    }
  }

  private Part result(Fields part) {
    Fields response = part.object("functionResponse");
    if (response == null) {
      return part.wrong("functionResponse", "is required");
    }
    Json answer = response.value("response");
    List<Part> content = new ArrayList<>();
    String error = only(answer, "error");
    String output = only(answer, "output");
    String text = error != null ? error : output != null ? output : text(answer);
    if (!text.isEmpty()) {
      content.add(new Part.Text(text));
    }
    for (Fields media : response.objects("parts")) {
      Part read = GeminiMedia.read(media);
      content.add(
          read == null ? media.wrong("inlineData", "is not of a kind that is known") : read);
    }
    Part.ToolResult result = new Part.ToolResult(callId(response), content, error != null);
    response.keepRest();
    return result;
  }

  /// Results are tied to calls by id where there is one, otherwise by name and order.
  private String callId(Fields response) {
    String id = response.text("id");
    Deque<String> open = waiting.getOrDefault(response.required("name"), new ArrayDeque<>());
    if (id == null) {
      String next = open.poll();
      return next == null ? GeminiCallId.at(response.path("id")) : next;
    }
    open.remove(id);
    return id;
  }

  private static @Nullable String only(@Nullable Json answer, String key) {
    return answer instanceof Json.Obj(var fields) && fields.size() == 1 && fields.containsKey(key)
        ? text(fields.get(key))
        : null;
  }

  private static String text(@Nullable Json value) {
    return switch (value) {
      case null -> "";
      case Json.Str(var text) -> text;
      default -> value.text();
    };
  }

  private static Parameters parameters(Fields config) {
    return Parameters.builder()
        .maxTokens(config.count("maxOutputTokens"))
        .temperature(config.number("temperature"))
        .topP(config.number("topP"))
        .topK(topK(config))
        .seed(config.whole("seed"))
        .frequencyPenalty(config.number("frequencyPenalty"))
        .presencePenalty(config.number("presencePenalty"))
        .stop(config.texts("stopSequences"))
        .reasoningEffort(effort(config))
        .build();
  }

  /// A float by its type.
  private static @Nullable Integer topK(Fields config) {
    BigDecimal number = config.number("topK");
    return number == null ? null : config.count("topK");
  }

  private static @Nullable String effort(Fields config) {
    Fields thinking = config.object("thinkingConfig");
    if (thinking == null) {
      return null;
    }
    String level = thinking.text("thinkingLevel");
    boolean off = new Json.Num(0).equals(thinking.json().fields().get("thinkingBudget"));
    if (off) {
      thinking.value("thinkingBudget");
    }
    thinking.keepRest();
    if (level == null || level.equals("THINKING_LEVEL_UNSPECIFIED")) {
      return off ? "none" : null;
    }
    return level.toLowerCase(Locale.ROOT);
  }

  /// Tools that the provider runs itself have names of their own, and no canonical form.
  private static List<Tool> tools(Fields fields, @Nullable Boolean strict) {
    List<Tool> tools = new ArrayList<>();
    for (Fields tool : fields.objects("tools")) {
      tool.objects("functionDeclarations").forEach(function -> tools.add(tool(function, strict)));
      tool.keepRest();
    }
    return tools;
  }

  private static Tool tool(Fields function, @Nullable Boolean strict) {
    Fields schema = function.object("parametersJsonSchema");
    Fields subset = function.object("parameters");
    Tool read =
        new Tool(
            function.required("name"),
            function.text("description"),
            schema != null
                ? schema.json()
                : subset == null ? Json.object() : GeminiSchema.toJsonSchema(subset.json()),
            strict);
    function.keepRest();
    return read;
  }

  /// Several allowed names have no canonical form and are kept aside.
  private static @Nullable ToolChoice toolChoice(Fields calling, String mode) {
    return switch (mode) {
      case "", "MODE_UNSPECIFIED" -> null;
      case "AUTO", "VALIDATED" -> new ToolChoice.Auto();
      case "NONE" -> new ToolChoice.None();
      case "ANY" ->
          calling.json().fields().get("allowedFunctionNames") instanceof Json.Arr(var names)
                  && names.size() == 1
              ? new ToolChoice.Named(calling.texts("allowedFunctionNames").getFirst())
              : new ToolChoice.Required();
      default -> calling.wrong("mode", "must be one of AUTO, ANY, NONE, VALIDATED");
    };
  }

  private static OutputFormat output(Fields config) {
    String type = config.text("responseMimeType", "text/plain");
    if (type.equals("text/plain")) {
      return new OutputFormat.Text();
    }
    if (!type.equals("application/json")) {
      return config.wrong("responseMimeType", "must be text/plain or application/json");
    }
    Fields schema = config.object("responseJsonSchema");
    Fields subset = config.object("responseSchema");
    if (schema != null) {
      return new OutputFormat.Schema("answer", null, schema.json(), null);
    }
    return subset == null
        ? new OutputFormat.AnyJson()
        : new OutputFormat.Schema("answer", null, GeminiSchema.toJsonSchema(subset.json()), null);
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The canonical form to a chat body of Cohere's. For one request.
final class CohereRequestWriter {
  private static final ExtraFields EXTRAS = new ExtraFields(CohereDialect.NAME);

  private final ModelTraits model;
  private final Omissions omissions;

  CohereRequestWriter(ModelTraits model, CallContext.Unsupported unsupported) {
    this.model = model;
    this.omissions = new Omissions(CohereDialect.NAME, unsupported);
  }

  Dialect.WireRequest write(ChatRequest asked) {
    CallNames.Fitted fitted = CallNames.ANY.fit(ModelFit.of(asked, model, omissions), omissions);
    ChatRequest request = fitted.request();
    Body body = new Body().put("model", request.model()).put("messages", messages(request));
    parameters(body, request.parameters());
    tools(body, request);
    body.put("response_format", format(request.output()))
        .put("stream", request.stream() ? true : null);
    Json.Obj complete = EXTRAS.write(body.json(), request.extras(), omissions);
    return new Dialect.WireRequest(
        CohereDialect.PATH,
        complete.utf8(),
        omissions.dropped(),
        new Recall(request.model(), fitted.fullNames()));
  }

  private List<Json> messages(ChatRequest request) {
    List<Json> messages = new ArrayList<>();
    for (int i = 0; i < request.messages().size(); i++) {
      Message message = request.messages().get(i);
      String path = "messages[" + i + "]";
      switch (message.role()) {
        case SYSTEM -> messages.add(turn("system", message.parts(), path));
        case USER -> user(messages, message.parts(), path);
        case ASSISTANT -> messages.add(assistant(message.parts(), path));
      }
    }
    return messages;
  }

  private Json turn(String role, List<Part> parts, String path) {
    List<Json> contents = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      add(contents, parts.get(i), path + ".parts[" + i + "]");
    }
    return new Body().put("role", role).put("content", inShort(contents)).json();
  }

  /// One text goes as a plain string.
  private static Object inShort(List<Json> contents) {
    if (contents.isEmpty()) {
      return "";
    }
    return contents.size() == 1
            && contents.getFirst() instanceof Json.Obj part
            && part.fields().containsKey("text")
        ? part.fields().get("text")
        : contents;
  }

  /// Results first, a message each, then the user's own words.
  private void user(List<Json> messages, List<Part> parts, String path) {
    List<Json> others = new ArrayList<>();
    boolean hasResults = false;
    for (int i = 0; i < parts.size(); i++) {
      String at = path + ".parts[" + i + "]";
      if (parts.get(i) instanceof Part.ToolResult result) {
        hasResults = true;
        messages.add(toolResult(result, at));
      } else {
        add(others, parts.get(i), at);
      }
    }
    if (!others.isEmpty() || !hasResults) {
      messages.add(new Body().put("role", "user").put("content", inShort(others)).json());
    }
  }

  private Json toolResult(Part.ToolResult result, String path) {
    List<Json> contents = new ArrayList<>();
    for (int i = 0; i < result.content().size(); i++) {
      Part part = result.content().get(i);
      String at = path + ".parts[" + i + "]";
      if (part instanceof Part.Image) {
        omissions.refuse(at, "a tool's result holds texts and its own documents only");
      } else {
        add(contents, part, at);
      }
    }
    if (result.error()) {
      omissions.drop(path + ".error");
    }
    return new Body()
        .put("role", "tool")
        .put("tool_call_id", result.callId())
        .put("content", inShort(contents))
        .json();
  }

  /// Before calls, text is the plan.
  private Json assistant(List<Part> parts, String path) {
    boolean calling = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    StringBuilder plan = new StringBuilder();
    List<Json> contents = new ArrayList<>();
    List<Json> calls = new ArrayList<>();
    List<Json> citations = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Part.Text(var text) when calling -> plan.append(text);
        case Part.ToolCall call -> calls.add(toolCall(call));
        case Part.Opaque(var dialect, var citation) when isCitation(dialect, citation) ->
            citations.add(citation);
        default -> add(contents, parts.get(i), path + ".parts[" + i + "]");
      }
    }
    return new Body()
        .put("role", "assistant")
        .put("content", contents.isEmpty() && calling ? null : inShort(contents))
        .put("tool_plan", plan.isEmpty() ? null : plan.toString())
        .put("tool_calls", calls.isEmpty() ? null : calls)
        .put("citations", citations.isEmpty() ? null : citations)
        .json();
  }

  /// The other kind of block without a canonical form is a document.
  private static boolean isCitation(String dialect, Json.Obj block) {
    return dialect.equals(CohereDialect.NAME) && !block.fields().containsKey("document");
  }

  private void add(List<Json> contents, Part part, String path) {
    switch (part) {
      case Part.Text(var text) -> contents.add(textBlock(text));
      case Part.Image(var source) ->
          contents.add(
              new Body()
                  .put("type", "image_url")
                  .put("image_url", new Body().put("url", DataUrl.write(source)))
                  .json());
      case Part.Audio _ -> omissions.refuse(path, "it takes no audio");
      case Part.Document _ -> omissions.refuse(path, "it takes documents as text only");
      case Part.Thinking(var text, var signature) -> {
        if (signature == null) {
          contents.add(thinkingBlock(text));
        } else {
          omissions.refuse(path, "signed reasoning has no place there");
        }
      }
      case Part.RedactedThinking _ -> omissions.refuse(path, "reasoning there is plain text");
      case Part.Opaque(var dialect, var block) -> {
        if (dialect.equals(CohereDialect.NAME)) {
          contents.add(block);
        } else {
          omissions.refuse(path, "it is a block of format " + dialect);
        }
      }
      case Part.ToolCall _ -> omissions.refuse(path, "only the assistant calls tools");
      case Part.ToolResult _ -> omissions.refuse(path, "only the user answers tool calls");
    }
  }

  static Json textBlock(String text) {
    return new Body().put("type", "text").put("text", text).json();
  }

  static Json thinkingBlock(String text) {
    return new Body().put("type", "thinking").put("thinking", text).json();
  }

  static Json toolCall(Part.ToolCall call) {
    return toolCall(call.id(), call.name(), OpenAiRequestWriter.argumentText(call.arguments()));
  }

  static Json toolCall(String id, String name, String arguments) {
    return new Body()
        .put("id", id)
        .put("type", "function")
        .put("function", new Body().put("name", name).put("arguments", arguments))
        .json();
  }

  private void parameters(Body body, Parameters parameters) {
    body.put("max_tokens", parameters.maxTokens())
        .put("temperature", parameters.temperature())
        .put("p", parameters.topP())
        .put("k", parameters.topK())
        .put("seed", parameters.seed())
        .put("frequency_penalty", parameters.frequencyPenalty())
        .put("presence_penalty", parameters.presencePenalty())
        .put("stop_sequences", parameters.stop().isEmpty() ? null : parameters.stop())
        .put("thinking", thinking(parameters.reasoningEffort()));
    if (parameters.user() != null) {
      omissions.drop("user");
    }
  }

  /// It reasons or it does not; how much is a number of tokens that no other format knows.
  private @Nullable Body thinking(@Nullable String effort) {
    if (effort == null) {
      return null;
    }
    if (effort.equals("none")) {
      return new Body().put("type", "disabled");
    }
    omissions.approximate("reasoning_effort", "enabled");
    return new Body().put("type", "enabled");
  }

  private void tools(Body body, ChatRequest request) {
    List<Tool> tools = request.tools();
    if (tools.isEmpty()) {
      return;
    }
    body.put("tools", tools.stream().map(CohereRequestWriter::tool).toList())
        .put("strict_tools", strict(tools))
        .put("tool_choice", toolChoice(request.toolChoice()));
    if (Boolean.FALSE.equals(request.parameters().parallelToolCalls())) {
      omissions.refuse("parallel_tool_calls", "it has no such field");
    }
  }

  /// One switch for all tools: when they differ, each that differs from the first is a hint lost.
  private @Nullable Boolean strict(List<Tool> tools) {
    Boolean first = tools.getFirst().strict();
    for (int i = 1; i < tools.size(); i++) {
      Boolean strict = tools.get(i).strict();
      if (!(strict == null ? first == null : strict.equals(first))) {
        omissions.drop("tools[" + i + "].strict");
      }
    }
    return first;
  }

  private static Json tool(Tool tool) {
    Body function =
        new Body()
            .put("name", tool.name())
            .put("description", tool.description())
            .put("parameters", tool.parameters());
    return new Body().put("type", "function").put("function", function).json();
  }

  private @Nullable String toolChoice(@Nullable ToolChoice choice) {
    return switch (choice) {
      case null -> null;
      case ToolChoice.Auto() -> null; // as without a choice
      case ToolChoice.None() -> "NONE";
      case ToolChoice.Required() -> "REQUIRED";
      case ToolChoice.Named _ -> {
        omissions.refuse("tool_choice", "it cannot be told which tool to call");
        yield null;
      }
    };
  }

  private static @Nullable Body format(OutputFormat output) {
    return switch (output) {
      case OutputFormat.Text() -> null;
      case OutputFormat.AnyJson() -> new Body().put("type", "json_object");
      case OutputFormat.Schema schema ->
          new Body().put("type", "json_object").put("json_schema", schema.schema());
    };
  }
}

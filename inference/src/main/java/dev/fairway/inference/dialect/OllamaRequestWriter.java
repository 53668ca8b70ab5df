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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The canonical form to a chat body of Ollama's. For one request.
final class OllamaRequestWriter {
  private static final ExtraFields EXTRAS = new ExtraFields(OllamaDialect.NAME);

  private final ModelTraits model;
  private final Omissions omissions;

  /// Ids of calls to the names of their tools, which results name too.
  private final Map<String, String> tools = new HashMap<>();

  OllamaRequestWriter(ModelTraits model, CallContext.Unsupported unsupported) {
    this.model = model;
    this.omissions = new Omissions(OllamaDialect.NAME, unsupported);
  }

  Dialect.WireRequest write(ChatRequest asked) {
    CallNames.Fitted fitted = CallNames.ANY.fit(ModelFit.of(asked, model, omissions), omissions);
    ChatRequest request = fitted.request();
    Json.Obj options = options(request.parameters());
    Body body =
        new Body()
            .put("model", request.model())
            .put("messages", messages(request))
            .put("tools", tools(request))
            .put("format", format(request.output()))
            .put("options", options.fields().isEmpty() ? null : options)
            .put("think", think(request.parameters().reasoningEffort()))
            .put("stream", request.stream());
    Json.Obj complete = EXTRAS.write(body.json(), request.extras(), omissions);
    return new Dialect.WireRequest(
        OllamaDialect.PATH,
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
        case ASSISTANT -> messages.add(turn("assistant", message.parts(), path));
      }
    }
    return messages;
  }

  /// A message that is being put together: it has one text, pictures beside it, and calls.
  private static final class Turn {
    private final List<String> texts = new ArrayList<>();
    private final List<String> images = new ArrayList<>();
    private final List<String> thinking = new ArrayList<>();
    private final List<Json> calls = new ArrayList<>();

    boolean isEmpty() {
      return texts.isEmpty() && images.isEmpty();
    }

    Body write(String role) {
      return new Body()
          .put("role", role)
          .put("content", String.join("\n", texts))
          .put("thinking", thinking.isEmpty() ? null : String.join("\n", thinking))
          .put("images", images.isEmpty() ? null : images)
          .put("tool_calls", calls.isEmpty() ? null : calls);
    }
  }

  private Json turn(String role, List<Part> parts, String path) {
    Turn turn = new Turn();
    for (int i = 0; i < parts.size(); i++) {
      add(turn, parts.get(i), path + ".parts[" + i + "]");
    }
    return turn.write(role).json();
  }

  /// Results first, a message each, then the user's own words.
  private void user(List<Json> messages, List<Part> parts, String path) {
    Turn others = new Turn();
    boolean hasResults = false;
    for (int i = 0; i < parts.size(); i++) {
      String at = path + ".parts[" + i + "]";
      if (parts.get(i) instanceof Part.ToolResult result) {
        hasResults = true;
        messages.add(toolResult(result, at, others));
      } else {
        add(others, parts.get(i), at);
      }
    }
    if (!others.isEmpty() || !hasResults) {
      messages.add(others.write("user").json());
    }
  }

  /// Pictures of a result follow in a user message: templates look for them there.
  private Json toolResult(Part.ToolResult result, String path, Turn following) {
    Turn turn = new Turn();
    for (int i = 0; i < result.content().size(); i++) {
      add(turn, result.content().get(i), path + ".parts[" + i + "]");
    }
    if (!turn.images.isEmpty()) {
      following.texts.add("The pictures are the result of the tool call " + result.callId() + ".");
      following.images.addAll(turn.images);
      turn.images.clear();
    }
    if (result.error()) {
      omissions.drop(path + ".error");
    }
    return turn.write("tool")
        .put("tool_name", tools.get(result.callId()))
        .put("tool_call_id", result.callId())
        .json();
  }

  private void add(Turn turn, Part part, String path) {
    switch (part) {
      case Part.Text(var text) -> turn.texts.add(text);
      case Part.Image(var source) -> {
        if (source instanceof Part.Source.Base64(_, var data)) {
          turn.images.add(data);
        } else {
          omissions.refuse(path, "pictures are carried as bytes, not as a URL");
        }
      }
      case Part.Audio _ -> omissions.refuse(path, "it takes no audio");
      case Part.Document _ -> omissions.refuse(path, "it takes no documents");
      case Part.Thinking(var text, var signature) -> {
        if (signature == null) {
          turn.thinking.add(text);
        } else {
          omissions.refuse(path, "signed reasoning has no place there");
        }
      }
      case Part.RedactedThinking _ -> omissions.refuse(path, "reasoning there is plain text");
      case Part.ToolCall call -> turn.calls.add(toolCall(call, path));
      case Part.ToolResult _ -> omissions.refuse(path, "only the user answers tool calls");
      case Part.Opaque(var dialect, _) ->
          omissions.refuse(path, "it is a block of format " + dialect);
    }
  }

  private Json toolCall(Part.ToolCall call, String path) {
    tools.put(call.id(), call.name());
    if (call.arguments() instanceof Json.Str) {
      omissions.refuse(path + ".arguments", "they are not a JSON object");
    }
    return toolCall(call);
  }

  static Json toolCall(Part.ToolCall call) {
    Body function =
        new Body()
            .put("name", call.name())
            .put("arguments", RawArguments.wrapped(call.arguments()));
    return new Body().put("id", call.id()).put("function", function).json();
  }

  private Json.Obj options(Parameters parameters) {
    if (parameters.user() != null) {
      omissions.drop("user");
    }
    return new Body()
        .put("num_predict", parameters.maxTokens())
        .put("temperature", parameters.temperature())
        .put("top_p", parameters.topP())
        .put("top_k", parameters.topK())
        .put("seed", parameters.seed())
        .put("frequency_penalty", parameters.frequencyPenalty())
        .put("presence_penalty", parameters.presencePenalty())
        .put("stop", parameters.stop().isEmpty() ? null : parameters.stop())
        .json();
  }

  private @Nullable Object think(@Nullable String effort) {
    return switch (effort) {
      case null -> null;
      case "none" -> false;
      case "low", "medium", "high" -> effort;
      case "minimal" -> nearly("low");
      case "xhigh", "max" -> nearly("high");
      default -> {
        omissions.refuse("reasoning_effort", "it is none, low, medium or high");
        yield null;
      }
    };
  }

  private String nearly(String effort) {
    omissions.approximate("reasoning_effort", effort);
    return effort;
  }

  /// It cannot be told whether to call tools; a model that shall call none is offered none.
  private @Nullable List<Json> tools(ChatRequest request) {
    if (request.tools().isEmpty() || request.toolChoice() instanceof ToolChoice.None) {
      return null;
    }
    if (request.toolChoice() instanceof ToolChoice.Required
        || request.toolChoice() instanceof ToolChoice.Named) {
      omissions.refuse("tool_choice", "it has no such field");
    }
    if (Boolean.FALSE.equals(request.parameters().parallelToolCalls())) {
      omissions.refuse("parallel_tool_calls", "it has no such field");
    }
    List<Json> written = new ArrayList<>();
    for (int i = 0; i < request.tools().size(); i++) {
      Tool tool = request.tools().get(i);
      if (Boolean.TRUE.equals(tool.strict())) {
        omissions.drop("tools[" + i + "].strict");
      }
      Body function =
          new Body()
              .put("name", tool.name())
              .put("description", tool.description())
              .put("parameters", tool.parameters());
      written.add(new Body().put("type", "function").put("function", function).json());
    }
    return written;
  }

  private static @Nullable Object format(OutputFormat output) {
    return switch (output) {
      case OutputFormat.Text() -> null;
      case OutputFormat.AnyJson() -> "json";
      case OutputFormat.Schema schema -> schema.schema();
    };
  }
}

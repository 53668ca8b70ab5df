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
import dev.fairway.inference.dialect.OpenAiShape.Difference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The canonical form to a chat completions body. For one request.
final class OpenAiRequestWriter {
  private final OpenAiShape shape;
  private final ModelTraits model;
  private final Omissions omissions;

  OpenAiRequestWriter(OpenAiShape shape, ModelTraits model, CallContext.Unsupported unsupported) {
    this.shape = shape;
    this.model = model;
    this.omissions = new Omissions(shape.name(), unsupported);
  }

  Dialect.WireRequest write(String path, ChatRequest asked) {
    CallNames.Fitted fitted = shape.names().fit(ModelFit.of(asked, model, omissions), omissions);
    ChatRequest request = fitted.request();
    Body body = new Body().put("model", request.model()).put("messages", messages(request));
    parameters(body, request.parameters());
    tools(body, request);
    output(body, request.output());
    stream(body, request.stream());
    Json.Obj complete = extraFields().write(body.json(), request.extras(), omissions);
    return new Dialect.WireRequest(
        path,
        complete.utf8(),
        omissions.dropped(),
        new Recall(request.model(), fitted.fullNames()));
  }

  private ExtraFields extraFields() {
    return shape.name().equals(OpenAiDialect.NAME)
        ? new ExtraFields(OpenAiDialect.NAME, ResponsesDialect.NAME)
        : new ExtraFields(shape.name());
  }

  private List<Json> messages(ChatRequest request) {
    List<Json> messages = new ArrayList<>();
    for (int i = 0; i < request.messages().size(); i++) {
      Message message = request.messages().get(i);
      String path = "messages[" + i + "]";
      switch (message.role()) {
        case SYSTEM -> messages.add(turn("system", contents(message.parts(), path)));
        case USER -> user(messages, message.parts(), path);
        case ASSISTANT -> messages.add(assistant(message.parts(), path));
      }
    }
    return messages;
  }

  private static Json turn(String role, List<Json> contents) {
    return new Body().put("role", role).put("content", inShort(contents)).json();
  }

  /// One text goes as a plain string: some servers understand nothing else.
  private static Object inShort(List<Json> contents) {
    if (contents.isEmpty()) {
      return "";
    }
    Json only = contents.getFirst();
    return contents.size() == 1
            && only instanceof Json.Obj part
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
        messages.add(toolResult(result, at, others));
      } else {
        add(others, parts.get(i), at);
      }
    }
    if (!others.isEmpty() || !hasResults) {
      messages.add(turn("user", others));
    }
  }

  /// A tool message holds text only: pictures follow in a user message, labelled.
  private Json toolResult(Part.ToolResult result, String path, List<Json> following) {
    StringBuilder text = new StringBuilder();
    List<Json> others = new ArrayList<>();
    for (int i = 0; i < result.content().size(); i++) {
      Part part = result.content().get(i);
      if (part instanceof Part.Text(var piece)) {
        text.append(piece);
      } else {
        add(others, part, path + ".parts[" + i + "]");
      }
    }
    for (Json other : others) {
      following.add(textPart("Result of the tool call " + result.callId() + ":"));
      following.add(other);
    }
    if (result.error()) {
      omissions.drop(path + ".error");
    }
    return new Body()
        .put("role", "tool")
        .put("tool_call_id", shape.callId(result.callId()))
        .put("content", text.toString())
        .json();
  }

  private List<Json> contents(List<Part> parts, String path) {
    List<Json> contents = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      add(contents, parts.get(i), path + ".parts[" + i + "]");
    }
    return contents;
  }

  private void add(List<Json> contents, Part part, String path) {
    switch (part) {
      case Part.Text(var text) -> contents.add(textPart(text));
      case Part.Image(var source) ->
          contents.add(
              new Body()
                  .put("type", "image_url")
                  .put("image_url", new Body().put("url", DataUrl.write(source)))
                  .json());
      case Part.Audio(var source) -> audio(contents, source, path);
      case Part.Document document -> document(contents, document, path);
      case Part.Thinking thinking -> thinking(contents, thinking, path);
      case Part.RedactedThinking _ -> omissions.refuse(path, "reasoning has no place there");
      case Part.Opaque(var dialect, _) ->
          omissions.refuse(path, "it is a block of format " + dialect);
      case Part.ToolCall _ -> omissions.refuse(path, "only the assistant calls tools");
      case Part.ToolResult _ -> omissions.refuse(path, "only the user answers tool calls");
    }
  }

  private void thinking(List<Json> contents, Part.Thinking thinking, String path) {
    if (thinking.signature() != null) {
      omissions.refuse(path, "signed reasoning has no place there");
    } else if (shape.has(Difference.CONTENT_CHUNKS)) {
      contents.add(thinkingChunk(thinking.text()));
    } else {
      omissions.drop(path);
    }
  }

  static Json thinkingChunk(String text) {
    return new Body().put("type", "thinking").put("thinking", List.of(textPart(text))).json();
  }

  static Json textPart(String text) {
    return new Body().put("type", "text").put("text", text).json();
  }

  private void audio(List<Json> contents, Part.Source source, String path) {
    if (!(source instanceof Part.Source.Base64(var mediaType, var data))) {
      omissions.refuse(path, "audio is carried as bytes, not as a URL");
      return;
    }
    if (shape.has(Difference.CONTENT_CHUNKS)) {
      contents.add(new Body().put("type", "input_audio").put("input_audio", data).json());
      return;
    }
    String format = AudioFormat.ofMediaType(mediaType);
    if (format == null) {
      omissions.refuse(path, "audio is WAV or MP3 there, not " + mediaType);
      return;
    }
    Body audio = new Body().put("data", data).put("format", format);
    contents.add(new Body().put("type", "input_audio").put("input_audio", audio).json());
  }

  private void document(List<Json> contents, Part.Document document, String path) {
    if (shape.has(Difference.CONTENT_CHUNKS)) {
      contents.add(
          new Body()
              .put("type", "document_url")
              .put("document_url", DataUrl.write(document.source()))
              .put("document_name", document.title())
              .json());
      return;
    }
    if (document.source() instanceof Part.Source.Url) {
      omissions.refuse(path, "documents are carried as bytes, not as a URL");
      return;
    }
    Body file =
        new Body()
            .put("filename", document.title() == null ? "document" : document.title())
            .put("file_data", DataUrl.write(document.source()));
    contents.add(new Body().put("type", "file").put("file", file).json());
  }

  private Json assistant(List<Part> parts, String path) {
    List<Json> contents = new ArrayList<>();
    List<Json> calls = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Part.ToolCall call) {
        calls.add(toolCall(shape, call));
      } else {
        add(contents, parts.get(i), path + ".parts[" + i + "]");
      }
    }
    Body message = new Body().put("role", "assistant");
    if (contents.isEmpty() && !calls.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", inShort(contents));
    }
    return message.put("tool_calls", calls.isEmpty() ? null : calls).json();
  }

  static Json toolCall(OpenAiShape shape, Part.ToolCall call) {
    return new Body()
        .put("id", shape.callId(call.id()))
        .put("type", "function")
        .put(
            "function",
            new Body().put("name", call.name()).put("arguments", argumentText(call.arguments())))
        .json();
  }

  static String argumentText(Json arguments) {
    return arguments instanceof Json.Str(var raw) ? raw : arguments.text();
  }

  private void parameters(Body body, Parameters parameters) {
    body.put(shape.maxTokens(), parameters.maxTokens())
        .put("temperature", parameters.temperature())
        .put("top_p", parameters.topP())
        .put(shape.seed(), parameters.seed())
        .put("frequency_penalty", parameters.frequencyPenalty())
        .put("presence_penalty", parameters.presencePenalty())
        .put("stop", parameters.stop().isEmpty() ? null : parameters.stop())
        .put("reasoning_effort", effort(parameters.reasoningEffort()));
    if (parameters.user() != null && shape.has(Difference.NO_USER)) {
      omissions.drop("user");
    } else {
      body.put("user", parameters.user());
    }
    if (shape.has(Difference.TOP_K)) {
      body.put("top_k", parameters.topK());
    } else if (parameters.topK() != null) {
      omissions.refuse("top_k", "it has no such field");
    }
  }

  private @Nullable String effort(@Nullable String effort) {
    if (effort == null
        || !shape.has(Difference.EFFORT_NONE_OR_HIGH)
        || effort.equals("none")
        || effort.equals("high")) {
      return effort;
    }
    omissions.approximate("reasoning_effort", "high");
    return "high";
  }

  private void stream(Body body, boolean stream) {
    if (stream) {
      body.put("stream", true);
      body.put(
          "stream_options",
          shape.has(Difference.USAGE_UNASKED) ? null : new Body().put("include_usage", true));
    }
  }

  private void tools(Body body, ChatRequest request) {
    if (request.tools().isEmpty()) {
      return;
    }
    body.put("tools", request.tools().stream().map(this::tool).toList())
        .put("tool_choice", toolChoice(request.toolChoice()))
        .put("parallel_tool_calls", request.parameters().parallelToolCalls());
  }

  private Json tool(Tool tool) {
    Body function =
        new Body()
            .put("name", tool.name())
            .put("description", tool.description())
            .put("parameters", toolParameters(tool.parameters()))
            .put("strict", tool.strict());
    return new Body().put("type", "function").put("function", function).json();
  }

  private Json.@Nullable Obj toolParameters(Json.Obj parameters) {
    if (!parameters.fields().isEmpty()) {
      return parameters;
    }
    return shape.has(Difference.PARAMETERS_REQUIRED)
        ? Json.object("type", new Json.Str("object")).with("properties", Json.object())
        : null;
  }

  private static @Nullable Object toolChoice(@Nullable ToolChoice choice) {
    return switch (choice) {
      case null -> null;
      case ToolChoice.Auto() -> "auto";
      case ToolChoice.None() -> "none";
      case ToolChoice.Required() -> "required";
      case ToolChoice.Named(var name) ->
          new Body().put("type", "function").put("function", new Body().put("name", name));
    };
  }

  private static void output(Body body, OutputFormat output) {
    switch (output) {
      case OutputFormat.Text() -> {}
      case OutputFormat.AnyJson() ->
          body.put("response_format", new Body().put("type", "json_object"));
      case OutputFormat.Schema schema ->
          body.put(
              "response_format",
              new Body().put("type", "json_schema").put("json_schema", schema(schema)));
    }
  }

  private static Body schema(OutputFormat.Schema schema) {
    return new Body()
        .put("name", schema.name())
        .put("description", schema.description())
        .put("schema", schema.schema())
        .put("strict", schema.strict());
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The canonical form to a messages body. For one request.
final class AnthropicRequestWriter {
  private static final ExtraFields EXTRAS = new ExtraFields(AnthropicDialect.NAME);
  private static final String NO_FIELD = "it has no such field";

  /// The format insists on a limit of the answer; this one stands in when neither the caller nor
  /// the model's traits name one.
  private static final int MAX_TOKENS = 4_096;

  private static final CallNames NAMES =
      new CallNames(new NameLimit(64, "_-"), new NameLimit(64, "_-"), false);

  private final boolean newest;
  private final ModelTraits model;
  private final Omissions omissions;

  AnthropicRequestWriter(boolean newest, ModelTraits model, CallContext.Unsupported unsupported) {
    this.newest = newest;
    this.model = model;
    this.omissions = new Omissions(AnthropicDialect.NAME, unsupported);
  }

  Dialect.WireRequest write(ChatRequest asked) {
    CallNames.Fitted fitted = NAMES.fit(ModelFit.of(asked, model, omissions), omissions);
    ChatRequest request = fitted.request();
    Parameters parameters = request.parameters();
    Body body = new Body().put("model", request.model()).put("max_tokens", maxTokens(parameters));
    Turns turns = Turns.of(request.messages());
    body.put("system", system(turns.leading())).put("messages", messages(turns.turns()));
    sampling(body, parameters);
    unsupported(parameters);
    body.put("stop_sequences", parameters.stop().isEmpty() ? null : parameters.stop())
        .put("output_config", outputConfig(request, body))
        .put(
            "metadata",
            parameters.user() == null ? null : new Body().put("user_id", parameters.user()));
    tools(body, request);
    body.put("stream", request.stream() ? true : null);
    Json.Obj complete = body.json();
    for (Extras extras : CacheHints.forAnthropic(request)) {
      complete = EXTRAS.write(complete, extras, omissions);
    }
    return new Dialect.WireRequest(
        AnthropicDialect.PATH,
        complete.utf8(),
        omissions.dropped(),
        new Recall(request.model(), fitted.fullNames()));
  }

  private int maxTokens(Parameters parameters) {
    Integer asked = parameters.maxTokens();
    if (asked != null) {
      return asked;
    }
    Integer most = model.maxOutputTokens();
    return most == null ? MAX_TOKENS : most;
  }

  private @Nullable List<Json> system(List<Message> leading) {
    List<Json> blocks = new ArrayList<>();
    for (int i = 0; i < leading.size(); i++) {
      blocks.addAll(blocks(leading.get(i).parts(), "messages[" + i + "]"));
    }
    return blocks.isEmpty() ? null : blocks;
  }

  private List<Json> messages(List<Turns.Turn> turns) {
    List<Json> messages = new ArrayList<>();
    for (Turns.Turn turn : turns) {
      messages.add(
          turn.isSystem()
              ? laterSystem(turn.message(), turn.path())
              : turn(
                  turn.isAssistant() ? "assistant" : "user", content(turn.message(), turn.path())));
    }
    return messages;
  }

  private static Json turn(String role, List<Json> blocks) {
    return new Body().put("role", role).put("content", blocks).json();
  }

  /// The first version knows system instructions at the beginning only.
  private Json laterSystem(Message message, String path) {
    List<Json> blocks = blocks(message.parts(), path);
    if (newest) {
      return turn("system", blocks);
    }
    omissions.approximate(path + ".role", "user");
    List<Json> marked = new ArrayList<>();
    marked.add(textBlock("[System instruction]"));
    marked.addAll(blocks);
    return turn("user", marked);
  }

  /// Results go before anything else of the user's turn.
  private List<Json> content(Message message, String path) {
    List<Json> results = new ArrayList<>();
    List<Json> others = new ArrayList<>();
    for (int i = 0; i < message.parts().size(); i++) {
      Part part = message.parts().get(i);
      add(part instanceof Part.ToolResult ? results : others, part, path + ".parts[" + i + "]");
    }
    results.addAll(others);
    return results;
  }

  private List<Json> blocks(List<Part> parts, String path) {
    List<Json> blocks = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      add(blocks, parts.get(i), path + ".parts[" + i + "]");
    }
    return blocks;
  }

  private void add(List<Json> blocks, Part part, String path) {
    switch (part) {
      case Part.Text(var text) -> blocks.add(textBlock(text));
      case Part.Image(var source) ->
          blocks.add(new Body().put("type", "image").put("source", source(source)).json());
      case Part.Audio _ -> omissions.refuse(path, "it takes no audio");
      case Part.Document(var source, var title) ->
          blocks.add(
              new Body()
                  .put("type", "document")
                  .put("source", source(source))
                  .put("title", title)
                  .json());
      case Part.Thinking(var text, var signature) -> {
        if (signature == null) {
          omissions.drop(path); // the provider refuses reasoning it did not sign
        } else if (ResponsesReasoning.signed(signature)) {
          omissions.refuse(path, "a provider of another format signed it");
        } else {
          blocks.add(thinkingBlock(text, signature));
        }
      }
      case Part.RedactedThinking(var data) -> blocks.add(redactedBlock(data));
      case Part.ToolCall call -> blocks.add(toolUse(call, path));
      case Part.ToolResult result -> blocks.add(toolResult(result, path));
      case Part.Opaque(var dialect, var block) -> {
        if (dialect.equals(AnthropicDialect.NAME)) {
          blocks.add(block);
        } else {
          omissions.refuse(path, "it is a block of format " + dialect);
        }
      }
    }
  }

  static Json textBlock(String text) {
    return new Body().put("type", "text").put("text", text).json();
  }

  static Json thinkingBlock(String text, @Nullable String signature) {
    return new Body()
        .put("type", "thinking")
        .put("thinking", text)
        .put("signature", signature == null ? "" : signature)
        .json();
  }

  static Json redactedBlock(String data) {
    return new Body().put("type", "redacted_thinking").put("data", data).json();
  }

  private static Body source(Part.Source source) {
    return switch (source) {
      case Part.Source.Url(var url) -> new Body().put("type", "url").put("url", url);
      case Part.Source.Base64(var mediaType, var data) ->
          new Body().put("type", "base64").put("media_type", mediaType).put("data", data);
    };
  }

  private Json toolUse(Part.ToolCall call, String path) {
    if (call.arguments() instanceof Json.Str) {
      omissions.refuse(path + ".arguments", "they are not a JSON object");
    }
    return toolUse(call, RawArguments.wrapped(call.arguments()));
  }

  private static Json toolUse(Part.ToolCall call, Json input) {
    return new Body()
        .put("type", "tool_use")
        .put("id", call.id())
        .put("name", call.name())
        .put("input", input)
        .json();
  }

  private Json toolResult(Part.ToolResult result, String path) {
    return new Body()
        .put("type", "tool_result")
        .put("tool_use_id", result.callId())
        .put("content", blocks(result.content(), path))
        .put("is_error", result.error() ? true : null)
        .json();
  }

  private void sampling(Body body, Parameters parameters) {
    if (!newest) {
      body.put("temperature", parameters.temperature())
          .put("top_p", parameters.topP())
          .put("top_k", parameters.topK());
      return;
    }
    refuseUnless(BigDecimal.ONE, parameters.temperature(), "temperature");
    refuseUnless(BigDecimal.ONE, parameters.topP(), "top_p");
    if (parameters.topK() != null) {
      omissions.refuse("top_k", NO_FIELD);
    }
  }

  private void unsupported(Parameters parameters) {
    if (parameters.seed() != null) {
      omissions.refuse("seed", NO_FIELD);
    }
    refuseUnless(BigDecimal.ZERO, parameters.frequencyPenalty(), "frequency_penalty");
    refuseUnless(BigDecimal.ZERO, parameters.presencePenalty(), "presence_penalty");
  }

  private void refuseUnless(BigDecimal neutral, @Nullable BigDecimal value, String path) {
    if (value != null && value.compareTo(neutral) != 0) {
      omissions.refuse(path, NO_FIELD);
    }
  }

  private @Nullable Body outputConfig(ChatRequest request, Body body) {
    String effort = effort(request.parameters().reasoningEffort(), body);
    Body format =
        switch (request.output()) {
          case OutputFormat.Text() -> null;
          case OutputFormat.AnyJson() -> {
            omissions.refuse("response_format", "it knows JSON only with a schema");
            yield null;
          }
          case OutputFormat.Schema schema ->
              new Body().put("type", "json_schema").put("schema", schema.schema());
        };
    return effort == null && format == null
        ? null
        : new Body().put("effort", effort).put("format", format);
  }

  private @Nullable String effort(@Nullable String effort, Body body) {
    return switch (effort) {
      case null -> null;
      case "none" -> {
        body.put("thinking", new Body().put("type", "disabled"));
        yield null;
      }
      case "minimal" -> {
        omissions.approximate("reasoning_effort", "low");
        yield "low";
      }
      default -> effort;
    };
  }

  private static void tools(Body body, ChatRequest request) {
    if (request.tools().isEmpty()) {
      return;
    }
    body.put("tools", request.tools().stream().map(AnthropicRequestWriter::tool).toList())
        .put(
            "tool_choice",
            toolChoice(request.toolChoice(), request.parameters().parallelToolCalls()));
  }

  private static Json tool(Tool tool) {
    Json.Obj schema = tool.parameters();
    return new Body()
        .put("name", tool.name())
        .put("description", tool.description())
        .put(
            "input_schema",
            schema.fields().containsKey("type")
                ? schema
                : schema.with("type", new Json.Str("object")))
        .put("strict", tool.strict())
        .json();
  }

  private static @Nullable Body toolChoice(
      @Nullable ToolChoice choice, @Nullable Boolean parallel) {
    Body written =
        switch (choice) {
          case null -> parallel == null ? null : new Body().put("type", "auto");
          case ToolChoice.Auto() -> new Body().put("type", "auto");
          case ToolChoice.None() -> new Body().put("type", "none");
          case ToolChoice.Required() -> new Body().put("type", "any");
          case ToolChoice.Named(var name) -> new Body().put("type", "tool").put("name", name);
        };
    if (written == null || parallel == null || choice instanceof ToolChoice.None) {
      return written;
    }
    return written.put("disable_parallel_tool_use", !parallel);
  }
}

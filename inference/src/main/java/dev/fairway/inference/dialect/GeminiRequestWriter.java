package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The canonical form to a generateContent body. For one request.
final class GeminiRequestWriter {
  private static final ExtraFields EXTRAS = new ExtraFields(GeminiDialect.NAME);
  private static final CallNames NAMES =
      new CallNames(new NameLimit(64, "_-.:"), NameLimit.NONE, true);

  private final ModelTraits model;
  private final Omissions omissions;

  GeminiRequestWriter(ModelTraits model, CallContext.Unsupported unsupported) {
    this.model = model;
    this.omissions = new Omissions(GeminiDialect.NAME, unsupported);
  }

  Dialect.WireRequest write(ChatRequest asked) {
    CallNames.Fitted fitted = NAMES.fit(ModelFit.of(asked, model, omissions), omissions);
    ChatRequest request = fitted.request();
    Turns turns = Turns.of(request.messages());
    Body body =
        new Body()
            .put("contents", new GeminiContents(model, omissions).write(turns))
            .put("systemInstruction", system(turns.leading()));
    tools(body, request);
    Json.Obj config = config(request);
    body.put("generationConfig", config.fields().isEmpty() ? null : config);
    Json.Obj complete = EXTRAS.write(body.json(), request.extras(), omissions);
    return new Dialect.WireRequest(
        new GeminiPath(request.model(), request.stream()).write(),
        complete.utf8(),
        omissions.dropped(),
        new Recall(request.model(), fitted.fullNames()));
  }

  private @Nullable Body system(List<Message> leading) {
    List<Json> parts = new ArrayList<>();
    for (int i = 0; i < leading.size(); i++) {
      parts.addAll(GeminiContents.texts(leading.get(i), "messages[" + i + "]", omissions));
    }
    return parts.isEmpty() ? null : new Body().put("parts", parts);
  }

  private Json.Obj config(ChatRequest request) {
    Parameters parameters = request.parameters();
    if (parameters.user() != null) {
      omissions.drop("user");
    }
    Body config =
        new Body()
            .put("maxOutputTokens", parameters.maxTokens())
            .put("temperature", parameters.temperature())
            .put("topP", parameters.topP())
            .put("topK", parameters.topK())
            .put("seed", parameters.seed())
            .put("frequencyPenalty", parameters.frequencyPenalty())
            .put("presencePenalty", parameters.presencePenalty())
            .put("stopSequences", parameters.stop().isEmpty() ? null : parameters.stop())
            .put("thinkingConfig", thinking(parameters.reasoningEffort()));
    switch (request.output()) {
      case OutputFormat.Text() -> {}
      case OutputFormat.AnyJson() -> config.put("responseMimeType", "application/json");
      case OutputFormat.Schema schema -> {
        config.put("responseMimeType", "application/json");
        schema(config, schema.schema(), "responseJsonSchema", "responseSchema", "response_format");
      }
    }
    return config.json();
  }

  private void schema(Body body, Json.Obj schema, String full, String subset, String path) {
    if (model.unsupported().contains(ModelTraits.Feature.FULL_SCHEMA)) {
      body.put(subset, GeminiSchema.subset(schema, path, omissions));
    } else {
      body.put(full, schema);
    }
  }

  private @Nullable Body thinking(@Nullable String effort) {
    if (effort == null) {
      return null;
    }
    return model.thinking() == ModelTraits.Thinking.BUDGET
        ? new Body().put("thinkingBudget", budget(effort))
        : new Body().put("thinkingLevel", level(effort));
  }

  /// Newer models think more or less, but always.
  private String level(String effort) {
    String level =
        switch (effort) {
          case "minimal", "low", "medium", "high" -> effort;
          case "none" -> nearest("minimal");
          default -> nearest("high");
        };
    return level.toUpperCase(Locale.ROOT);
  }

  private String nearest(String level) {
    omissions.approximate("reasoning_effort", level);
    return level;
  }

  /// Older models take tokens; these are the numbers Google's own OpenAI endpoint stands for.
  private int budget(String effort) {
    int tokens =
        switch (effort) {
          case "none" -> 0;
          case "minimal", "low" -> 1_024;
          case "medium" -> 8_192;
          default -> 24_576;
        };
    if (tokens > 0) {
      omissions.approximate("reasoning_effort", String.valueOf(tokens));
    }
    return tokens;
  }

  private void tools(Body body, ChatRequest request) {
    if (Boolean.FALSE.equals(request.parameters().parallelToolCalls())
        && !request.tools().isEmpty()) {
      omissions.refuse("parallel_tool_calls", "it cannot be told to call one at a time");
    }
    if (request.tools().isEmpty()) {
      return;
    }
    List<Json> functions = new ArrayList<>();
    for (int i = 0; i < request.tools().size(); i++) {
      functions.add(tool(request.tools().get(i), "tools[" + i + "]"));
    }
    Body calling = calling(request);
    body.put("tools", List.of(new Body().put("functionDeclarations", functions).json()))
        .put(
            "toolConfig",
            calling == null ? null : new Body().put("functionCallingConfig", calling));
  }

  private Json tool(Tool tool, String path) {
    Body function = new Body().put("name", tool.name()).put("description", tool.description());
    if (!tool.parameters().fields().isEmpty()) {
      schema(
          function, tool.parameters(), "parametersJsonSchema", "parameters", path + ".parameters");
    }
    return function.json();
  }

  /// That arguments keep to their schemas is said for all tools at once; calls that are required
  /// always do.
  private static @Nullable Body calling(ChatRequest request) {
    boolean strict = request.tools().stream().anyMatch(t -> Boolean.TRUE.equals(t.strict()));
    String free = strict ? "VALIDATED" : "AUTO";
    return switch (request.toolChoice()) {
      case null -> strict ? new Body().put("mode", free) : null;
      case ToolChoice.Auto() -> new Body().put("mode", free);
      case ToolChoice.None() -> new Body().put("mode", "NONE");
      case ToolChoice.Required() -> new Body().put("mode", "ANY");
      case ToolChoice.Named(var name) ->
          new Body().put("mode", "ANY").put("allowedFunctionNames", List.of(name));
    };
  }
}

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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The canonical form to a Converse body. For one request.
final class BedrockRequestWriter {
  private static final ExtraFields EXTRAS = new ExtraFields(BedrockDialect.NAME);
  private static final CallNames NAMES =
      new CallNames(new NameLimit(64, "_-"), new NameLimit(64, "_-.:"), false);
  private static final String NO_FIELD = "it has no such field";

  private final ModelTraits model;
  private final Omissions omissions;

  BedrockRequestWriter(ModelTraits model, CallContext.Unsupported unsupported) {
    this.model = model;
    this.omissions = new Omissions(BedrockDialect.NAME, unsupported);
  }

  Dialect.WireRequest write(ChatRequest asked) {
    CallNames.Fitted fitted = NAMES.fit(ModelFit.of(asked, model, omissions), omissions);
    ChatRequest request = fitted.request();
    CacheHints hints = CacheHints.of(request);
    BedrockMessages messages = new BedrockMessages(hints, omissions);
    Turns turns = Turns.of(request.messages());
    Body body =
        new Body()
            .put("messages", messages.write(turns.turns()))
            .put("system", system(turns.leading(), messages));
    Json.Obj config = config(request.parameters());
    body.put("inferenceConfig", config.fields().isEmpty() ? null : config)
        .put("toolConfig", tools(request, hints))
        .put("outputConfig", output(request));
    additional(body, request.parameters());
    Json.Obj complete = EXTRAS.write(body.json(), hints.rest(), omissions);
    return new Dialect.WireRequest(
        new BedrockPath(request.model(), request.stream()).write(),
        complete.utf8(),
        omissions.dropped(),
        new Recall(request.model(), fitted.fullNames()));
  }

  private static @Nullable List<Json> system(List<Message> leading, BedrockMessages messages) {
    List<Json> blocks = new ArrayList<>();
    for (int i = 0; i < leading.size(); i++) {
      messages.add(blocks, leading.get(i).parts(), "messages[" + i + "]");
    }
    return blocks.isEmpty() ? null : blocks;
  }

  private Json.Obj config(Parameters parameters) {
    if (parameters.seed() != null) {
      omissions.refuse("seed", NO_FIELD);
    }
    refuseUnlessZero(parameters.frequencyPenalty(), "frequency_penalty");
    refuseUnlessZero(parameters.presencePenalty(), "presence_penalty");
    return new Body()
        .put("maxTokens", parameters.maxTokens())
        .put("temperature", parameters.temperature())
        .put("topP", parameters.topP())
        .put("stopSequences", parameters.stop().isEmpty() ? null : parameters.stop())
        .json();
  }

  private void refuseUnlessZero(@Nullable BigDecimal value, String path) {
    if (value != null && value.signum() != 0) {
      omissions.refuse(path, NO_FIELD);
    }
  }

  /// What a model takes beyond the common fields goes to it by its own name.
  private static void additional(Body body, Parameters parameters) {
    if (parameters.topK() != null) {
      body.put("additionalModelRequestFields", new Body().put("top_k", parameters.topK()));
    }
    if (parameters.user() != null) {
      body.put("requestMetadata", new Body().put("user_id", parameters.user()));
    }
  }

  private @Nullable Body output(ChatRequest request) {
    String effort = effort(request.parameters().reasoningEffort());
    Body format =
        switch (request.output()) {
          case OutputFormat.Text() -> null;
          case OutputFormat.AnyJson() -> {
            omissions.refuse("response_format", "it knows JSON only with a schema");
            yield null;
          }
          case OutputFormat.Schema schema -> format(schema);
        };
    return effort == null && format == null
        ? null
        : new Body().put("textFormat", format).put("effort", effort);
  }

  private @Nullable String effort(@Nullable String effort) {
    return switch (effort) {
      case null -> null;
      case "none" -> {
        omissions.refuse("reasoning_effort", "reasoning cannot be turned off there");
        yield null;
      }
      case "minimal" -> {
        omissions.approximate("reasoning_effort", "low");
        yield "low";
      }
      default -> effort;
    };
  }

  /// The schema travels as text.
  private static Body format(OutputFormat.Schema schema) {
    Body definition =
        new Body()
            .put("schema", schema.schema().text())
            .put("name", schema.name())
            .put("description", schema.description());
    return new Body()
        .put("type", "json_schema")
        .put("structure", new Body().put("jsonSchema", definition));
  }

  private @Nullable Body tools(ChatRequest request, CacheHints hints) {
    List<Tool> tools = offered(request);
    if (tools.isEmpty()) {
      return null;
    }
    if (Boolean.FALSE.equals(request.parameters().parallelToolCalls())) {
      omissions.refuse("parallel_tool_calls", "it cannot be told to call one at a time");
    }
    List<Json> written = new ArrayList<>();
    for (int i = 0; i < tools.size(); i++) {
      written.add(tool(tools.get(i)));
      hints.after("tools[" + i + "]").ifPresent(written::add);
    }
    return new Body().put("tools", written).put("toolChoice", toolChoice(request.toolChoice()));
  }

  /// Tools cannot be forbidden, only left out; and not even that once the history uses some.
  private List<Tool> offered(ChatRequest request) {
    boolean forbidden = request.toolChoice() instanceof ToolChoice.None;
    List<Tool> used = used(request.messages());
    if (used.isEmpty()) {
      return forbidden ? List.of() : request.tools();
    }
    if (forbidden) {
      omissions.refuse("tool_choice", "it cannot forbid tools while the history uses some");
    }
    if (request.tools().isEmpty()) {
      omissions.refuse("tools", "it wants those that the history uses");
      return used;
    }
    return request.tools();
  }

  /// The tools that were called, by name; what they take is not known any more.
  private static List<Tool> used(List<Message> messages) {
    return messages.stream()
        .flatMap(message -> message.parts().stream())
        .filter(Part.ToolCall.class::isInstance)
        .map(part -> ((Part.ToolCall) part).name())
        .distinct()
        .map(name -> new Tool(name, null, Json.object(), null))
        .toList();
  }

  private static Json tool(Tool tool) {
    Json.Obj schema = tool.parameters();
    Json.Obj typed =
        schema.fields().containsKey("type") ? schema : schema.with("type", new Json.Str("object"));
    String description = tool.description();
    Body spec =
        new Body()
            .put("name", tool.name())
            .put("description", description == null || description.isEmpty() ? null : description)
            .put("inputSchema", new Body().put("json", typed))
            .put("strict", tool.strict());
    return new Body().put("toolSpec", spec).json();
  }

  private static @Nullable Body toolChoice(@Nullable ToolChoice choice) {
    return switch (choice) {
      case null -> null;
      case ToolChoice.Auto(), ToolChoice.None() -> new Body().put("auto", Json.object());
      case ToolChoice.Required() -> new Body().put("any", Json.object());
      case ToolChoice.Named(var name) -> new Body().put("tool", new Body().put("name", name));
    };
  }
}

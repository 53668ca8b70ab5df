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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The canonical form to a responses body. For one request.
final class ResponsesRequestWriter {
  private static final ExtraFields EXTRAS =
      new ExtraFields(ResponsesDialect.NAME, OpenAiDialect.NAME);

  /// Stands for extras whose place in the body is not where it was.
  private static final String MOVED = ResponsesDialect.NAME + " moved";

  private static final List<String> HOLDING_IMAGES = List.of("input", "content", "output");
  private static final Pattern TOOL = Pattern.compile("tools\\[(\\d{1,4})]");
  private static final CallNames NAMES =
      new CallNames(new NameLimit(64, "_-"), new NameLimit(64, null), false);
  private static final String NO_FIELD = "it has no such field";

  private final ModelTraits model;
  private final Omissions omissions;

  ResponsesRequestWriter(ModelTraits model, CallContext.Unsupported unsupported) {
    this.model = model;
    this.omissions = new Omissions(ResponsesDialect.NAME, unsupported);
  }

  Dialect.WireRequest write(ChatRequest asked) {
    CallNames.Fitted fitted = NAMES.fit(ModelFit.of(asked, model, omissions), omissions);
    ChatRequest request = fitted.request();
    Parameters parameters = request.parameters();
    Body body = new Body().put("model", request.model());
    body.put("input", input(body, request.messages()))
        .put("max_output_tokens", parameters.maxTokens())
        .put("temperature", parameters.temperature())
        .put("top_p", parameters.topP())
        .put("safety_identifier", parameters.user())
        .put("reasoning", reasoning(request))
        .put("text", text(request));
    unsupported(parameters);
    tools(body, request);
    body.put("stream", request.stream() ? true : null);
    Json.Obj complete = extras(body.json(), request);
    return new Dialect.WireRequest(
        ResponsesDialect.PATH,
        finished(complete, request).utf8(),
        omissions.dropped(),
        new Recall(request.model(), fitted.fullNames()));
  }

  /// Items in order. Instructions of one text at the very beginning have a field of their own.
  private List<Json> input(Body body, List<Message> messages) {
    List<Json> items = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      String path = "messages[" + i + "]";
      if (i == 0 && isInstructions(message)) {
        body.put("instructions", ((Part.Text) message.parts().getFirst()).text());
        continue;
      }
      switch (message.role()) {
        case SYSTEM -> items.add(message("system", contents(message.parts(), path)));
        case USER -> user(items, message.parts(), path);
        case ASSISTANT -> assistant(items, message.parts(), path);
      }
    }
    return items;
  }

  private static boolean isInstructions(Message message) {
    return message.role() == Message.Role.SYSTEM
        && message.parts().size() == 1
        && message.parts().getFirst() instanceof Part.Text(var text)
        && !text.isEmpty();
  }

  private static Json message(String role, List<Json> contents) {
    return new Body().put("role", role).put("content", inShort(contents)).json();
  }

  /// One text goes as a plain string: some servers understand nothing else.
  private static Object inShort(List<Json> contents) {
    if (contents.isEmpty()) {
      return "";
    }
    return contents.size() == 1
            && contents.getFirst() instanceof Json.Obj(var part)
            && part.get("text") instanceof Json.Str text
        ? text
        : contents;
  }

  /// Results first, an item each, then the user's own words.
  private void user(List<Json> items, List<Part> parts, String path) {
    List<Json> contents = new ArrayList<>();
    boolean hasItems = false;
    for (int i = 0; i < parts.size(); i++) {
      String at = path + ".parts[" + i + "]";
      switch (parts.get(i)) {
        case Part.ToolResult result -> {
          hasItems = true;
          items.add(toolResult(result, at));
        }
        case Part.Opaque(var dialect, var block)
            when dialect.equals(ResponsesDialect.NAME) && !ResponsesItems.isContent(block) -> {
          hasItems = true;
          items.add(block);
        }
        case Part other -> add(contents, other, at);
      }
    }
    if (!contents.isEmpty() || !hasItems) {
      items.add(message("user", contents));
    }
  }

  private Json toolResult(Part.ToolResult result, String path) {
    if (result.error()) {
      omissions.drop(path + ".error");
    }
    return new Body()
        .put("type", "function_call_output")
        .put("call_id", result.callId())
        .put("output", inShort(contents(result.content(), path)))
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
      case Part.Text(var text) ->
          contents.add(new Body().put("type", "input_text").put("text", text).json());
      case Part.Image(var source) ->
          contents.add(
              new Body().put("type", "input_image").put("image_url", DataUrl.write(source)).json());
      case Part.Document document -> contents.add(file(document));
      case Part.Audio _ -> omissions.refuse(path, "it takes no audio");
      case Part.Opaque opaque -> opaque(contents, opaque, path);
      case Part.Thinking _, Part.RedactedThinking _ ->
          omissions.refuse(path, "only the assistant reasons");
      case Part.ToolCall _ -> omissions.refuse(path, "only the assistant calls tools");
      case Part.ToolResult _ -> omissions.refuse(path, "only the user answers tool calls");
    }
  }

  private static Json file(Part.Document document) {
    Body file = new Body().put("type", "input_file").put("filename", document.title());
    return (switch (document.source()) {
          case Part.Source.Url(var url) -> file.put("file_url", url);
          case Part.Source.Base64 source ->
              file.put("filename", document.title() == null ? "document" : document.title())
                  .put("file_data", DataUrl.write(source));
        })
        .json();
  }

  private void opaque(List<Json> target, Part.Opaque part, String path) {
    if (part.dialect().equals(ResponsesDialect.NAME)) {
      target.add(part.block());
    } else {
      omissions.refuse(path, "it is a block of format " + part.dialect());
    }
  }

  /// A text is a message of its own: several in one would need names that only the server gives.
  private void assistant(List<Json> items, List<Part> parts, String path) {
    for (int i = 0; i < parts.size(); i++) {
      assistantItem(items, parts.get(i), path + ".parts[" + i + "]");
    }
    if (parts.isEmpty()) {
      items.add(said(""));
    }
  }

  private static Json said(String text) {
    return new Body().put("role", "assistant").put("content", text).json();
  }

  private void assistantItem(List<Json> items, Part part, String path) {
    switch (part) {
      case Part.Text(var text) -> items.add(said(text));
      case Part.ToolCall call -> items.add(ResponsesItems.functionCall(call).json());
      case Part.Thinking(_, var signature) -> {
        if (signature == null) {
          omissions.drop(path); // the provider cannot tell that it is its own
        } else {
          ResponsesReasoning.item(signature)
              .ifPresentOrElse(
                  items::add,
                  () -> omissions.refuse(path, "a provider of another format signed it"));
        }
      }
      case Part.RedactedThinking _ -> omissions.refuse(path, "it is not of this format");
      case Part.Opaque opaque -> opaque(items, opaque, path);
      case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ ->
          omissions.refuse(path, "only the user sends it");
    }
  }

  private static @Nullable Body reasoning(ChatRequest request) {
    String effort = request.parameters().reasoningEffort();
    boolean more =
        known(request.extras())
            && request.extras().fields().keySet().stream()
                .anyMatch(path -> path.startsWith("reasoning."));
    return effort == null && !more ? null : new Body().put("effort", effort);
  }

  private static @Nullable Body text(ChatRequest request) {
    Json verbosity = known(request.extras()) ? request.extras().fields().get("verbosity") : null;
    Body format =
        switch (request.output()) {
          case OutputFormat.Text() -> null;
          case OutputFormat.AnyJson() -> new Body().put("type", "json_object");
          case OutputFormat.Schema schema ->
              new Body()
                  .put("type", "json_schema")
                  .put("name", schema.name())
                  .put("description", schema.description())
                  .put("schema", schema.schema())
                  .put("strict", schema.strict());
        };
    return format == null && verbosity == null
        ? null
        : new Body().put("format", format).put("verbosity", verbosity);
  }

  /// Whether these extras mean here what they meant where they come from.
  private static boolean known(Extras extras) {
    return Set.of(ResponsesDialect.NAME, OpenAiDialect.NAME, Extras.ANY).contains(extras.dialect());
  }

  private void unsupported(Parameters parameters) {
    if (!parameters.stop().isEmpty()) {
      omissions.refuse("stop", NO_FIELD);
    }
    if (parameters.seed() != null) {
      omissions.refuse("seed", NO_FIELD);
    }
    if (parameters.topK() != null) {
      omissions.refuse("top_k", NO_FIELD);
    }
    refuseUnlessZero(parameters.frequencyPenalty(), "frequency_penalty");
    refuseUnlessZero(parameters.presencePenalty(), "presence_penalty");
  }

  private void refuseUnlessZero(@Nullable BigDecimal value, String path) {
    if (value != null && value.signum() != 0) {
      omissions.refuse(path, NO_FIELD);
    }
  }

  private static void tools(Body body, ChatRequest request) {
    List<Json> tools = new ArrayList<>();
    request.tools().forEach(tool -> tools.add(tool(tool)));
    ownTools(request.extras())
        .forEach((index, tool) -> tools.add(Math.min(index, tools.size()), tool));
    if (!tools.isEmpty()) {
      body.put("tools", tools)
          .put("tool_choice", toolChoice(request.toolChoice()))
          .put("parallel_tool_calls", request.parameters().parallelToolCalls());
    }
  }

  /// Without a word about it the format means strict, where the others mean the opposite.
  private static Json tool(Tool tool) {
    Body body =
        new Body()
            .put("type", "function")
            .put("name", tool.name())
            .put("description", tool.description());
    if (tool.parameters().fields().isEmpty()) {
      body.putNull("parameters");
    } else {
      body.put("parameters", tool.parameters());
    }
    return body.put("strict", Boolean.TRUE.equals(tool.strict())).json();
  }

  /// Tools that only this format has, by their place in the list.
  private static Map<Integer, Json> ownTools(Extras extras) {
    Map<Integer, Json> tools = new LinkedHashMap<>();
    if (extras.dialect().equals(ResponsesDialect.NAME)) {
      extras
          .fields()
          .forEach((path, tool) -> {
            Matcher match = TOOL.matcher(path);
            if (match.matches()) {
              tools.put(Integer.valueOf(match.group(1)), tool);
            }
          });
    }
    return tools;
  }

  /// Items stand where they stood only if every message is as many of them as it was.
  private Json.Obj extras(Json.Obj body, ChatRequest request) {
    Extras extras = request.extras();
    boolean moves = request.messages().stream().anyMatch(ResponsesRequestWriter::moves);
    Map<String, Json> still = new LinkedHashMap<>();
    Map<String, Json> moved = new LinkedHashMap<>();
    extras
        .fields()
        .forEach((path, value) -> {
          if (!written(extras, path)) {
            (moves && path.startsWith("input[") ? moved : still).put(path, value);
          }
        });
    Json.Obj placed = EXTRAS.write(body, new Extras(extras.dialect(), still), omissions);
    return EXTRAS.write(placed, new Extras(MOVED, moved), omissions);
  }

  private static boolean moves(Message message) {
    return message.role() == Message.Role.SYSTEM
        || (message.role() == Message.Role.ASSISTANT
            && message.parts().stream().filter(Part.Text.class::isInstance).count() > 1);
  }

  private static boolean written(Extras extras, String path) {
    return path.equals("verbosity")
        ? known(extras)
        : extras.dialect().equals(ResponsesDialect.NAME) && TOOL.matcher(path).matches();
  }

  private static @Nullable Object toolChoice(@Nullable ToolChoice choice) {
    return switch (choice) {
      case null -> null;
      case ToolChoice.Auto() -> "auto";
      case ToolChoice.None() -> "none";
      case ToolChoice.Required() -> "required";
      case ToolChoice.Named(var name) -> new Body().put("type", "function").put("name", name);
    };
  }

  /// A provider of this format keeps every answer unless told not to; others do not.
  private static Json finished(Json.Obj body, ChatRequest request) {
    Json.Obj detailed = (Json.Obj) detailed(body);
    boolean own = request.extras().dialect().equals(ResponsesDialect.NAME);
    return own || body.field("store").isPresent()
        ? detailed
        : detailed.with("store", new Json.Bool(false));
  }

  /// The published schema insists on a word about every image's detail.
  private static Json detailed(Json json) {
    return switch (json) {
      case Json.Obj object when isImage(object) ->
          object.field("detail").isPresent() ? object : object.with("detail", new Json.Str("auto"));
      case Json.Obj(var fields) -> {
        Map<String, Json> changed = new LinkedHashMap<>(fields);
        HOLDING_IMAGES.forEach(
            name -> changed.computeIfPresent(name, (_, value) -> detailed(value)));
        yield new Json.Obj(changed);
      }
      case Json.Arr(var items) ->
          new Json.Arr(items.stream().map(ResponsesRequestWriter::detailed).toList());
      case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> json;
    };
  }

  private static boolean isImage(Json.Obj object) {
    return new Json.Str("input_image").equals(object.fields().get("type"));
  }
}

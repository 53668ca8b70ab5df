package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.ModelTraits.Feature;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one model cannot take of a request although its format can: refused, or left out and
/// listed.
final class ModelFit {
  private static final String WHY = "the model does not take it";

  private final ModelTraits model;
  private final Omissions omissions;

  private ModelFit(ModelTraits model, Omissions omissions) {
    this.model = model;
    this.omissions = omissions;
  }

  /// The request as far as the model takes it.
  static ChatRequest of(ChatRequest request, ModelTraits model, Omissions omissions) {
    boolean takesAll =
        model.sampling()
            && model.thinking() != ModelTraits.Thinking.NONE
            && model.unsupported().isEmpty();
    return takesAll ? request : new ModelFit(model, omissions).fit(request);
  }

  private ChatRequest fit(ChatRequest request) {
    ChatRequest fitted =
        request
            .withParameters(parameters(request.parameters()))
            .withMessages(messages(request.messages()))
            .withOutput(output(request.output()));
    return tools(fitted);
  }

  private Parameters parameters(Parameters asked) {
    return Parameters.builder()
        .maxTokens(asked.maxTokens())
        .temperature(sampled(asked.temperature(), "temperature"))
        .topP(sampled(asked.topP(), "top_p"))
        .topK(keep(model.sampling() && takes(Feature.TOP_K), asked.topK(), "top_k"))
        .seed(keep(takes(Feature.SEED), asked.seed(), "seed"))
        .frequencyPenalty(penalty(asked.frequencyPenalty(), "frequency_penalty"))
        .presencePenalty(penalty(asked.presencePenalty(), "presence_penalty"))
        .stop(stop(asked.stop()))
        .reasoningEffort(effort(asked.reasoningEffort()))
        .parallelToolCalls(parallel(asked.parallelToolCalls()))
        .user(asked.user())
        .build();
  }

  /// Models without sampling take the default, which need not be sent.
  private @Nullable BigDecimal sampled(@Nullable BigDecimal value, String name) {
    boolean neutral = value != null && value.compareTo(BigDecimal.ONE) == 0;
    return neutral && !model.sampling() ? null : keep(model.sampling(), value, name);
  }

  private @Nullable BigDecimal penalty(@Nullable BigDecimal value, String name) {
    boolean neutral = value != null && value.signum() == 0;
    return neutral && !takes(Feature.PENALTIES)
        ? null
        : keep(takes(Feature.PENALTIES), value, name);
  }

  private List<String> stop(List<String> stop) {
    if (stop.isEmpty() || takes(Feature.STOP)) {
      return stop;
    }
    omissions.refuse("stop", WHY);
    return List.of();
  }

  private @Nullable String effort(@Nullable String effort) {
    if (model.thinking() == ModelTraits.Thinking.NONE && "none".equals(effort)) {
      return null;
    }
    return keep(model.thinking() != ModelTraits.Thinking.NONE, effort, "reasoning_effort");
  }

  private @Nullable Boolean parallel(@Nullable Boolean parallel) {
    if (takes(Feature.PARALLEL_TOOL_CALLS) || Boolean.TRUE.equals(parallel)) {
      return parallel;
    }
    return keep(false, parallel, "parallel_tool_calls");
  }

  private <T> @Nullable T keep(boolean taken, @Nullable T value, String name) {
    if (taken || value == null) {
      return value;
    }
    omissions.refuse(name, WHY);
    return null;
  }

  private List<Message> messages(List<Message> messages) {
    if (takes(Feature.IMAGES) && takes(Feature.AUDIO) && takes(Feature.DOCUMENTS)) {
      return messages;
    }
    List<Message> fitted = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      fitted.add(new Message(message.role(), parts(message.parts(), "messages[" + i + "]")));
    }
    return fitted;
  }

  private List<Part> parts(List<Part> parts, String path) {
    List<Part> fitted = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String at = path + ".parts[" + i + "]";
      switch (part) {
        case Part.Image _ when !takes(Feature.IMAGES) -> omissions.refuse(at, WHY);
        case Part.Audio _ when !takes(Feature.AUDIO) -> omissions.refuse(at, WHY);
        case Part.Document _ when !takes(Feature.DOCUMENTS) -> omissions.refuse(at, WHY);
        case Part.ToolResult(var id, var content, var error) ->
            fitted.add(new Part.ToolResult(id, parts(content, at), error));
        default -> fitted.add(part);
      }
    }
    return fitted;
  }

  private OutputFormat output(OutputFormat output) {
    boolean taken =
        switch (output) {
          case OutputFormat.Text _ -> true;
          case OutputFormat.AnyJson _ -> takes(Feature.JSON);
          case OutputFormat.Schema _ -> takes(Feature.JSON_SCHEMA);
        };
    if (taken) {
      return output;
    }
    omissions.refuse("response_format", WHY);
    return new OutputFormat.Text();
  }

  private ChatRequest tools(ChatRequest request) {
    if (!request.tools().isEmpty() && !takes(Feature.TOOLS)) {
      omissions.refuse("tools", WHY);
      return request.withTools(List.of(), null);
    }
    if (request.toolChoice() != null && !takes(Feature.TOOL_CHOICE)) {
      omissions.refuse("tool_choice", WHY);
      return request.withTools(request.tools(), null);
    }
    return request;
  }

  private boolean takes(Feature feature) {
    return !model.unsupported().contains(feature);
  }
}

package dev.fairway.local.llm;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.Pair;
import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure.BadRequest;
import dev.fairway.inference.chat.ModelFailure.UnsupportedParameter;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request in llama.cpp's terms. What it cannot express is refused by name, or dropped and listed
/// when the caller is lenient.
final class Ask {
  private final ChatRequest request;
  private final Unsupported policy;
  private final List<String> dropped = new ArrayList<>();
  private final List<Pair<String, String>> turns = new ArrayList<>();
  private final StringBuilder system = new StringBuilder();
  private final @Nullable String grammar;

  private Ask(ChatRequest request, Unsupported policy) {
    this.request = request;
    this.policy = policy;
    readMessages();
    leaveOutTheRest();
    this.grammar = grammar(request.output());
  }

  /// @throws ModelFailureException naming what cannot be expressed
  static Ask of(ChatRequest request, CallContext context) {
    return new Ask(request, context.unsupported());
  }

  List<String> dropped() {
    return List.copyOf(dropped);
  }

  /// Most tokens of the answer, when the caller says so.
  @Nullable Integer maxTokens() {
    return request.parameters().maxTokens();
  }

  /// For the model's own chat template.
  InferenceParameters conversation() {
    return new InferenceParameters("")
        .setMessages(system.isEmpty() ? null : system.toString(), turns)
        .setUseChatTemplate(true);
  }

  InferenceParameters generation(String prompt, int mostTokens) {
    Parameters wanted = request.parameters();
    // A kept beginning would be quicker, but the same question would not get the same answer.
    InferenceParameters parameters =
        new InferenceParameters(prompt).setNPredict(mostTokens).setCachePrompt(false);
    given(wanted.temperature(), value -> parameters.setTemperature(value.floatValue()));
    given(wanted.topP(), value -> parameters.setTopP(value.floatValue()));
    given(wanted.topK(), parameters::setTopK);
    given(wanted.seed(), value -> parameters.setSeed(value.intValue()));
    given(wanted.frequencyPenalty(), value -> parameters.setFrequencyPenalty(value.floatValue()));
    given(wanted.presencePenalty(), value -> parameters.setPresencePenalty(value.floatValue()));
    given(grammar, parameters::setGrammar);
    if (!wanted.stop().isEmpty()) {
      parameters.setStopStrings(wanted.stop().toArray(String[]::new));
    }
    return parameters;
  }

  private static <T> void given(@Nullable T value, Consumer<T> use) {
    if (value != null) {
      use.accept(value);
    }
  }

  private void readMessages() {
    for (int i = 0; i < request.messages().size(); i++) {
      Message message = request.messages().get(i);
      String path = "messages[" + i + "]";
      String text = text(message, path);
      switch (message.role()) {
        case SYSTEM -> {
          if (turns.isEmpty()) {
            system.append(system.isEmpty() ? "" : "\n\n").append(text);
          } else {
            leaveOut(path, "takes system instructions at the beginning only");
          }
        }
        case USER -> turns.add(new Pair<>("user", text));
        case ASSISTANT -> turns.add(new Pair<>("assistant", text));
      }
    }
    if (turns.isEmpty()) {
      throw new ModelFailureException(
          new BadRequest(request.model() + ": there is no user message", "messages", null));
    }
  }

  private String text(Message message, String path) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < message.parts().size(); i++) {
      if (message.parts().get(i) instanceof Part.Text(var piece)) {
        text.append(piece);
      } else {
        leaveOut(path + ".parts[" + i + "]", "reads text only");
      }
    }
    return text.toString();
  }

  private void leaveOutTheRest() {
    Parameters parameters = request.parameters();
    if (!request.tools().isEmpty()) {
      leaveOut("tools", "calls no tools");
    }
    if (parameters.reasoningEffort() != null) {
      leaveOut("reasoning_effort", "has no reasoning to steer");
    }
    Long seed = parameters.seed();
    if (seed != null && seed.intValue() != seed) {
      leaveOut("seed", "takes seeds of 32 bits");
    }
    BigDecimal temperature = parameters.temperature();
    if (temperature != null && temperature.signum() < 0) {
      leaveOut("temperature", "takes no temperature below 0");
    }
    request.extras().fields().keySet().forEach(name -> leaveOut(name, "has no such parameter"));
  }

  private @Nullable String grammar(OutputFormat output) {
    return switch (output) {
      case OutputFormat.Text _ -> null;
      case OutputFormat.AnyJson _ -> grammar(Json.object("type", new Json.Str("object")));
      case OutputFormat.Schema schema -> grammar(schema.schema());
    };
  }

  private @Nullable String grammar(Json.Obj schema) {
    try {
      return LlamaModel.jsonSchemaToGrammar(schema.text());
    } catch (RuntimeException e) {
      leaveOut("response_format", "cannot keep to this schema: " + e.getMessage());
      return null;
    }
  }

  private void leaveOut(String name, String why) {
    if (policy == Unsupported.REFUSE) {
      throw new ModelFailureException(new UnsupportedParameter(request.model() + " " + why, name));
    }
    dropped.add(name);
  }
}

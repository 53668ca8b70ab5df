package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure.UnsupportedParameter;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a local model leaves out of a request: refused by name, or dropped and listed when the
/// caller is lenient; never silent. For one call.
final class Omitted {
  private final String model;
  private final Unsupported policy;
  private final List<String> dropped = new ArrayList<>();

  Omitted(String model, Unsupported policy) {
    this.model = model;
    this.policy = policy;
  }

  boolean strict() {
    return policy == Unsupported.REFUSE;
  }

  /// @throws ModelFailureException unless the caller is lenient
  void leaveOut(String name, String why) {
    if (strict()) {
      throw new ModelFailureException(new UnsupportedParameter(model + " " + why, name));
    }
    dropped.add(name);
  }

  void note(String what) {
    dropped.add(what);
  }

  List<String> dropped() {
    return List.copyOf(dropped);
  }

  /// What a request asks for that only a model which writes has. A limit on the answer's length is
  /// no such thing: the answer is shorter than any useful limit.
  void leaveOutWhatOnlyWritersHave(ChatRequest request) {
    Parameters parameters = request.parameters();
    asked("temperature", parameters.temperature());
    asked("top_p", parameters.topP());
    asked("top_k", parameters.topK());
    asked("seed", parameters.seed());
    asked("frequency_penalty", parameters.frequencyPenalty());
    asked("presence_penalty", parameters.presencePenalty());
    asked("stop", parameters.stop().isEmpty() ? null : parameters.stop());
    asked("reasoning_effort", parameters.reasoningEffort());
    asked("tools", request.tools().isEmpty() ? null : request.tools());
    boolean instructed = request.messages().stream().anyMatch(m -> m.role() == Message.Role.SYSTEM);
    asked("system", instructed ? request : null);
    request.extras().fields().forEach(this::asked);
  }

  private void asked(String name, @Nullable Object value) {
    if (value != null) {
      leaveOut(name, "writes no text of its own and has no " + name);
    }
  }
}

package dev.fairway.inference.chat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One call of a chat model, in no provider's wire format.
///
/// System instructions are messages of role [Message.Role#SYSTEM]; the leading ones are the system
/// prompt. An absent parameter is left to the provider. `extras` holds what the canonical form has
/// no place for; a dialect passes it on, or refuses it, but never loses it silently.
///
/// @param toolChoice null leaves the choice to the provider
public record ChatRequest(
    String model,
    List<Message> messages,
    Parameters parameters,
    List<Tool> tools,
    @Nullable ToolChoice toolChoice,
    OutputFormat output,
    boolean stream,
    Extras extras) {
  public ChatRequest {
    Objects.requireNonNull(model, "model");
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /// A request of messages only.
  public static ChatRequest of(String model, List<Message> messages) {
    return new ChatRequest(
        model,
        messages,
        Parameters.NONE,
        List.of(),
        null,
        new OutputFormat.Text(),
        false,
        Extras.NONE);
  }

  /// A request of one user text.
  public static ChatRequest of(String model, String text) {
    return of(model, List.of(Message.user(text)));
  }

  public ChatRequest withModel(String changed) {
    return new ChatRequest(
        changed, messages, parameters, tools, toolChoice, output, stream, extras);
  }

  public ChatRequest withMessages(List<Message> changed) {
    return new ChatRequest(model, changed, parameters, tools, toolChoice, output, stream, extras);
  }

  public ChatRequest withParameters(Parameters changed) {
    return new ChatRequest(model, messages, changed, tools, toolChoice, output, stream, extras);
  }

  public ChatRequest withTools(List<Tool> changed, @Nullable ToolChoice choice) {
    return new ChatRequest(model, messages, parameters, changed, choice, output, stream, extras);
  }

  public ChatRequest withOutput(OutputFormat changed) {
    return new ChatRequest(model, messages, parameters, tools, toolChoice, changed, stream, extras);
  }

  public ChatRequest withStream(boolean changed) {
    return new ChatRequest(model, messages, parameters, tools, toolChoice, output, changed, extras);
  }

  public ChatRequest withExtras(Extras changed) {
    return new ChatRequest(model, messages, parameters, tools, toolChoice, output, stream, changed);
  }
}

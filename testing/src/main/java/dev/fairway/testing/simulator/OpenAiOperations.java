package dev.fairway.testing.simulator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The paths of OpenAI's API below `/v1`, which Azure serves too.
final class OpenAiOperations {
  private final Vendor vendor;
  private final SimulatorSettings settings;
  private final Models models;
  private final Chat chat;
  private final Chat completions;
  private final ResponseStore stored = new ResponseStore();

  OpenAiOperations(Vendor vendor, Wire chat, SimulatorSettings settings, Models models) {
    this.vendor = vendor;
    this.settings = settings;
    this.models = models;
    this.chat = new Chat(chat, settings);
    this.completions = new Chat(new CompletionsWire(), settings);
  }

  /// @param call method and path below `/v1`, such as `POST chat/completions`
  Optional<Operation> find(String call) {
    return Optional.ofNullable(
        switch (call) {
          case "POST chat/completions" -> chat;
          case "POST completions" -> completions;
          case "POST responses" -> new Responses(vendor, settings, stored);
          case "POST embeddings" -> new Embeddings(vendor, Embeddings.OPENAI, settings.embedding());
          case "POST images/generations" -> new Images(vendor, false);
          case "POST images/edits" -> new Images(vendor, true);
          case "POST audio/speech" -> new Audio(vendor, Audio.Kind.SPEECH);
          case "POST audio/transcriptions", "POST audio/translations" ->
              new Audio(vendor, Audio.Kind.TRANSCRIPTION);
          case "GET models" -> new Listing(vendor, models::ofV1);
          default -> stored(call);
        });
  }

  private @Nullable Operation stored(String call) {
    if (call.startsWith("GET responses/")) {
      return new Listing(vendor, stored::get);
    }
    return call.startsWith("DELETE responses/") ? new Listing(vendor, stored::delete) : null;
  }
}

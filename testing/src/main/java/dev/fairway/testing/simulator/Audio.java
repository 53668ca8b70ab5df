package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.nio.charset.StandardCharsets;

/// OpenAI's sounds: text spoken, and speech written down.
record Audio(Vendor vendor, Kind kind) implements Operation {
  enum Kind {
    SPEECH,
    TRANSCRIPTION
  }

  @Override
  public Understood understand(Received request) {
    return switch (kind) {
      case SPEECH -> speech(Trees.body(request.body()));
      case TRANSCRIPTION -> transcription(Multipart.of(request));
    };
  }

  /// Whatever format is asked for, the sound is WAV; only raw samples are raw.
  private static Understood speech(Json.Obj body) {
    String text = Trees.text(body, "input");
    for (String name : new String[] {"input", "voice"}) {
      if (!body.fields().containsKey(name)) {
        throw new Wrong(400, "Missing required parameter: '" + name + "'.");
      }
    }
    Body answer =
        Trees.text(body, "response_format").equals("pcm")
            ? new Body.Whole("audio/pcm", Samples.pcm(text))
            : new Body.Whole("audio/wav", Samples.wav(text));
    return Understood.plain(Trees.text(body, "model"), text, _ -> answer);
  }

  /// The prompt scripts what is heard.
  private static Understood transcription(Multipart form) {
    byte[] file = form.file("file");
    String model = form.text("model");
    if (model.isEmpty()) {
      throw new Wrong(400, "you must provide a model parameter");
    }
    String prompt = form.text("prompt");
    String said = Script.of(prompt).text();
    String heard = said == null ? "A sound of " + file.length + " bytes." : said;
    Body answer =
        switch (form.text("response_format")) {
          case "text" -> text(heard + "\n");
          case "srt" -> text("1\n00:00:00,000 --> 00:00:01,000\n" + heard + "\n\n");
          case "vtt" -> text("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n" + heard + "\n\n");
          case "verbose_json" ->
              Body.json(
                  object(
                      "task", "transcribe", "language", "english", "duration", 1.0, "text", heard));
          default ->
              Body.json(object("text", heard, "usage", object("type", "duration", "seconds", 1)));
        };
    return Understood.plain(model, prompt, _ -> answer);
  }

  private static Body text(String text) {
    return new Body.Whole("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}

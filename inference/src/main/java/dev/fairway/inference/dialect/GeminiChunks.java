package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The pieces of one answer to events. A plain answer is one piece, so that both ways say the same.
/// For one answer.
final class GeminiChunks {
  private final Consumer<ChatEvent> out;
  private boolean started;
  private String answer = "";
  private int calls;

  /// Number of the newest part, and whether texts of its kind may follow in it.
  private int part = -1;

  private Kind open = Kind.NONE;
  private boolean hasContent;
  private @Nullable String blocked;
  private @Nullable String finish;

  GeminiChunks(Consumer<ChatEvent> out) {
    this.out = out;
  }

  private enum Kind {
    NONE,
    TEXT,
    THOUGHT
  }

  void read(Fields chunk) {
    if (!started) {
      started = true;
      answer = chunk.text("responseId", "");
      String id = answer.isEmpty() ? null : answer;
      out.accept(new ChatEvent.Started(id, chunk.text("modelVersion", "")));
    }
    Fields feedback = chunk.object("promptFeedback");
    if (feedback != null && feedback.text("blockReason") != null) {
      blocked = feedback.text("blockReason");
    }
    chunk.objects("candidates").stream().limit(1).forEach(this::candidate);
    Fields usage = chunk.object("usageMetadata");
    if (usage != null) {
      out.accept(new ChatEvent.UsageReported(GeminiAnswers.usage(usage)));
    }
  }

  private void candidate(Fields candidate) {
    Fields content = candidate.object("content");
    if (content != null) {
      for (Fields piece : content.objects("parts")) {
        GeminiParts.read(piece, GeminiCallId.at(answer + "/" + calls))
            .forEach(read -> part(read, piece));
      }
    }
    String reason = candidate.text("finishReason");
    if (reason != null) {
      finish = checked(reason, candidate.text("finishMessage", ""));
    }
  }

  private void part(Part read, Fields piece) {
    hasContent = true;
    switch (read) {
      case Part.Text(var text) -> out.accept(new ChatEvent.TextDelta(in(Kind.TEXT), text));
      case Part.Thinking(var text, var signature) -> thinking(text, signature, piece);
      case Part.RedactedThinking(var data) ->
          whole(new ChatEvent.ThinkingRedacted(in(Kind.NONE), data));
      case Part.ToolCall(var id, var name, var arguments, var signature) -> {
        calls++;
        out.accept(new ChatEvent.ToolCallStarted(in(Kind.NONE), id, name, signature));
        whole(
            new ChatEvent.ToolCallDelta(
                part, arguments instanceof Json.Str(var raw) ? raw : arguments.text()));
      }
      case Part.Opaque opaque -> whole(new ChatEvent.OpaquePart(in(Kind.NONE), opaque));
      case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ ->
          whole(
              new ChatEvent.OpaquePart(
                  in(Kind.NONE), new Part.Opaque(GeminiDialect.NAME, piece.json())));
    }
  }

  /// A signed thought is whole; the signature of a text is a part of its own.
  private void thinking(String text, @Nullable String signature, Fields piece) {
    boolean thought = Boolean.TRUE.equals(piece.flag("thought"));
    int at = in(thought ? Kind.THOUGHT : Kind.NONE);
    if (!text.isEmpty()) {
      out.accept(new ChatEvent.ThinkingDelta(at, text));
    }
    if (signature != null) {
      whole(new ChatEvent.ThinkingSigned(at, signature));
    }
  }

  private void whole(ChatEvent event) {
    out.accept(event);
    out.accept(new ChatEvent.PartEnded(part));
    open = Kind.NONE;
  }

  /// The part where something of a kind goes; what has no kind is a part of its own.
  private int in(Kind kind) {
    if (kind == Kind.NONE || open != kind) {
      part++;
      open = kind;
    }
    return part;
  }

  private static String checked(String reason, String message) {
    return switch (reason) {
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
          throw new ModelFailureException(
              new ModelFailure.Malformed(
                  "the model broke off with %s %s"
                      .formatted(reason, Scrub.clean(message))
                      .strip()));
      default -> reason;
    };
  }

  /// Whether the provider has said why the answer ends.
  boolean ended() {
    return finish != null || blocked != null;
  }

  /// The end of the answer.
  void stop() {
    StopReason reason = reason();
    if (reason == StopReason.OTHER && !hasContent) {
      throw new ModelFailureException(
          new ModelFailure.Malformed("the model gave no answer: " + finish));
    }
    out.accept(new ChatEvent.Stopped(reason, finish == null ? blocked : finish, null));
  }

  private StopReason reason() {
    StopReason reason =
        finish == null && blocked != null ? StopReason.REFUSED : GeminiAnswers.stop(finish);
    return reason == StopReason.END && calls > 0 ? StopReason.TOOL_CALLS : reason;
  }

  /// An answer in one piece.
  static void readPlain(Fields body, Consumer<ChatEvent> out) {
    GeminiChunks chunks = new GeminiChunks(out);
    chunks.read(body);
    if (!chunks.ended() && !chunks.hasContent) {
      body.wrong("candidates", "must hold an answer");
    }
    chunks.stop();
  }
}

package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ModelFailure;
import java.nio.charset.StandardCharsets;

/// Pieces of a streamed answer: its text, and no more.
final class KServeEventWriter implements EventWriter {
  private String model = "";

  @Override
  public byte[] write(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Started(_, var answering) -> {
        model = answering;
        yield new byte[0];
      }
      case ChatEvent.TextDelta(_, var text) -> data(KServeAnswers.piece(model, text));
      case ChatEvent.Stopped stopped ->
          data(
              KServeAnswers.piece(model, "")
                  .put("done", true)
                  .put("details", KServeAnswers.details(stopped.reason())));
      case ChatEvent.ThinkingDelta _,
          ChatEvent.ThinkingSigned _,
          ChatEvent.ThinkingRedacted _,
          ChatEvent.ToolCallStarted _,
          ChatEvent.ToolCallDelta _,
          ChatEvent.OpaquePart _,
          ChatEvent.PartEnded _,
          ChatEvent.UsageReported _ ->
          new byte[0]; // no form there, as in a plain answer
    };
  }

  private static byte[] data(Body piece) {
    return ("data: " + piece.json().text() + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] fail(ModelFailure failure) {
    return data(new Body().put("error", failure.message()));
  }

  @Override
  public byte[] keepAlive() {
    return ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
  }
}

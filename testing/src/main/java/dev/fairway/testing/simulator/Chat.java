package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;

/// A chat in one of the formats.
record Chat(Wire wire, SimulatorSettings settings) implements Operation {
  @Override
  public Vendor vendor() {
    return wire.vendor();
  }

  @Override
  public Json error(Received request, Wrong wrong) {
    Json error = Operation.super.error(request, wrong);
    return wire.framing(request) == Framing.ARRAY ? new Json.Arr(List.of(error)) : error;
  }

  @Override
  public Understood understand(Received request) {
    Asked asked = wire.read(request);
    Framing framing = wire.framing(request);
    Script script = Script.of(asked.text());
    return new Understood(
        asked.model(),
        asked.text(),
        asked.stream(),
        (reply, stream) -> {
          Answer answer = Answer.to(asked, script, settings.answerTokens());
          return stream
              ? new Body.Stream(framing, wire.events(asked, answer, reply), wire::errorEvent)
              : Body.json(wire.plain(asked, answer, reply));
        });
  }
}

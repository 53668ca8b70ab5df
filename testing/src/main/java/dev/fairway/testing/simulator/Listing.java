package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.function.Function;

/// A call that costs nothing: what models there are, whether the server is well, how many tokens a
/// request has.
record Listing(Vendor vendor, Function<Received, Json> answer) implements Operation {
  @Override
  public Understood understand(Received request) {
    Json body = answer.apply(request);
    return Understood.plain("", "", _ -> Body.json(body));
  }

  @Override
  public boolean spends() {
    return false;
  }
}

package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;

/// One kind of call that a provider takes.
interface Operation {
  Vendor vendor();

  /// @throws Wrong when the provider would refuse the request
  Understood understand(Received request);

  default Json error(Received request, Wrong wrong) {
    return Errors.body(vendor(), wrong);
  }

  /// Whether the call costs money, and is counted as a model call for that.
  default boolean spends() {
    return true;
  }
}

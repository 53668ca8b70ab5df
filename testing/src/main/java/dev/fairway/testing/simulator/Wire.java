package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;

/// One provider's format of a chat, as that provider writes it.
interface Wire {
  Vendor vendor();

  /// @throws Wrong when the provider would refuse the request
  Asked read(Received request);

  Json plain(Asked asked, Answer answer, Reply reply);

  List<Event> events(Asked asked, Answer answer, Reply reply);

  /// What a stream says when the provider breaks down in the middle of it.
  Event errorEvent(Wrong wrong);

  default Framing framing(Received request) {
    return Framing.SSE;
  }
}

package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;

/// One provider's format, as that provider writes it.
interface Wire {
  /// @throws Wrong when the provider would refuse the request
  Asked read(Received request);

  Json plain(Asked asked, Answer answer, Reply reply);

  /// The events of a stream, each with its empty line.
  List<String> events(Asked asked, Answer answer, Reply reply);

  Json error(int status, String message);

  String errorEvent(String message);

  /// What surrounds an answer.
  ///
  /// @param id follows from the request's bytes
  /// @param usage whether tokens are reported
  /// @param done whether a stream ends with its last event
  record Reply(String id, long created, boolean usage, boolean done) {}
}

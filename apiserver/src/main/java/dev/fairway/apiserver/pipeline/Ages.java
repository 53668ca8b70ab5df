package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.HumanDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// Durations as kubectl prints them (`apimachinery/pkg/util/duration`): coarser the longer they
/// are.
final class Ages {
  private Ages() {}

  /// The age of a timestamp; `<unknown>` when there is none, `<invalid>` when it is not a time.
  static String since(String timestamp, Instant now) {
    if (timestamp.isEmpty()) {
      return "<unknown>";
    }
    try {
      return HumanDuration.of(Duration.between(Instant.parse(timestamp), now));
    } catch (DateTimeException e) {
      return "<invalid>";
    }
  }
}

package dev.fairway.testing.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/// A way in which a provider misbehaves. Queued by [Simulator#next], named in the header
/// `x-simulator-fault`, or written into the text of a request as `[[fault ...]]`; [#parse] lists
/// the words.
public sealed interface Fault {
  /// An error answer with these headers.
  record Status(int code, Map<String, String> headers) implements Fault {
    public Status {
      headers = Map.copyOf(headers);
    }
  }

  /// The answer begins late.
  record SlowFirstByte(Duration delay) implements Fault {}

  /// Half an answer, then nothing until the client leaves.
  record Stall() implements Fault {}

  /// The connection closes in the middle of an event, or of a plain answer.
  record Cut() implements Fault {}

  /// The connection closes before any answer.
  record Close() implements Fault {}

  /// Every byte travels alone, so characters are split between packets. The answer is right.
  record ByteByByte() implements Fault {}

  /// One line of this length in the middle of a stream; that much white space in a plain answer.
  record GiantLine(int bytes) implements Fault {}

  /// JSON that breaks off, in an answer that does not.
  record BadJson() implements Fault {}

  /// A right answer called `text/html`.
  record WrongContentType() implements Fault {}

  /// No token counts.
  record MissingUsage() implements Fault {}

  /// A stream without `[DONE]` or `message_stop`, ended properly otherwise.
  record MissingDone() implements Fault {}

  /// An error event in the middle of a stream that began well.
  record ErrorInStream() implements Fault {}

  /// The first event of a stream comes twice.
  record DuplicateStart() implements Fault {}

  /// Labels the answer as compressed.
  record Compressed() implements Fault {}

  static Fault status(int code) {
    return new Status(code, Map.of());
  }

  /// Status 429 that asks to wait whole seconds.
  static Fault throttled(Duration wait) {
    return new Status(429, Map.of("retry-after", Long.toString(wait.toSeconds())));
  }

  /// Status 429 that asks to wait milliseconds.
  static Fault throttledMillis(long wait) {
    return new Status(429, Map.of("retry-after-ms", Long.toString(wait)));
  }

  /// Status 429 that names a moment.
  static Fault throttledUntil(Instant moment) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(moment.atOffset(ZoneOffset.UTC));
    return new Status(429, Map.of("retry-after", date));
  }

  /// A fault by its words: a status such as `429`, with `retry-after=2` or `retry-after-ms=50` if
  /// wanted; or one of `slow=MILLIS`, `stall`, `cut`, `close`, `byte-by-byte`, `giant-line=BYTES`,
  /// `bad-json`, `wrong-content-type`, `missing-usage`, `missing-done`, `error-in-stream`,
  /// `duplicate-start`, `compressed`.
  ///
  /// @throws IllegalArgumentException when the words name none
  static Fault parse(String words) {
    String[] parts = words.strip().split("\\s+");
    String[] first = parts[0].split("=", 2);
    if (first[0].matches("[1-5]\\d\\d")) {
      Map<String, String> headers = new LinkedHashMap<>();
      for (int i = 1; i < parts.length; i++) {
        String[] header = parts[i].split("=", 2);
        headers.put(header[0], header.length > 1 ? header[1] : "");
      }
      return new Status(Integer.parseInt(first[0]), headers);
    }
    int number = first.length > 1 ? Integer.parseInt(first[1]) : 0;
    return switch (first[0]) {
      case "slow" -> new SlowFirstByte(Duration.ofMillis(number));
      case "stall" -> new Stall();
      case "cut" -> new Cut();
      case "close" -> new Close();
      case "byte-by-byte" -> new ByteByByte();
      case "giant-line" -> new GiantLine(number);
      case "bad-json" -> new BadJson();
      case "wrong-content-type" -> new WrongContentType();
      case "missing-usage" -> new MissingUsage();
      case "missing-done" -> new MissingDone();
      case "error-in-stream" -> new ErrorInStream();
      case "duplicate-start" -> new DuplicateStart();
      case "compressed" -> new Compressed();
      default -> throw new IllegalArgumentException("no fault is called " + first[0]);
    };
  }
}

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

  /// The connection closes between two events of a stream, or of a plain answer after its head.
  record EarlyClose() implements Fault {}

  /// Every byte travels alone. The answer is right.
  record ByteByByte() implements Fault {}

  /// Packets end in the middle of characters. The answer is right.
  record SplitUtf8() implements Fault {}

  /// One line of this length in the middle of a stream; that much white space in a plain answer.
  record GiantLine(int bytes) implements Fault {}

  /// Comments or blank lines between the events of a stream. The answer is right.
  record Comments() implements Fault {}

  /// JSON that breaks off, in an answer that does not.
  record BadJson() implements Fault {}

  /// A frame of a binary stream whose checksum is wrong; in other formats no fault at all.
  record BadChecksum() implements Fault {}

  /// A right answer called `text/html`.
  record WrongContentType() implements Fault {}

  /// A plain answer to a call for a stream, and the reverse.
  record OtherForm() implements Fault {}

  /// No token counts.
  record MissingUsage() implements Fault {}

  /// Zero tokens in all reports of a stream but the last.
  record ZeroUsageFirst() implements Fault {}

  /// A stream without `[DONE]` or `message_stop`, ended properly otherwise.
  record MissingDone() implements Fault {}

  /// A stream that ends properly but never says why.
  record MissingFinish() implements Fault {}

  /// An error event in the middle of a stream that began well, of the kind that otherwise has this
  /// status.
  record ErrorInStream(int status) implements Fault {}

  /// The first event of a stream comes twice.
  record DuplicateStart() implements Fault {}

  /// An answer compressed with gzip, asked for or not.
  record Compressed() implements Fault {}

  /// A chunk whose size is no number.
  record BadChunkSize() implements Fault {}

  /// Both a length and chunks.
  record TwoLengths() implements Fault {}

  /// An answer of status 103 before the right one.
  record EarlyHints() implements Fault {}

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

  /// The words of all faults and what they do, for a user to read.
  static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("STATUS [HEADER=VALUE ...]", "error answer, such as 429 retry-after-ms=50");
    words.put("slow=MILLIS", "the answer begins late");
    words.put("stall", "half an answer, then nothing");
    words.put("cut", "closes in the middle of an event, frame or line");
    words.put("early-close", "closes between two events");
    words.put("close", "closes before any answer");
    words.put("byte-by-byte", "every byte alone");
    words.put("split-utf8", "packets end in the middle of characters");
    words.put("giant-line=BYTES", "one long line that means nothing");
    words.put("comments", "comments between events");
    words.put("bad-json", "JSON that breaks off");
    words.put("bad-checksum", "a binary frame that is damaged");
    words.put("bad-chunk-size", "a chunk whose size is no number");
    words.put("two-lengths", "both a length and chunks");
    words.put("early-hints", "status 103 before the answer");
    words.put("wrong-content-type", "calls the answer text/html");
    words.put("other-form", "plain answer to a stream call, and the reverse");
    words.put("compressed", "gzip, asked for or not");
    words.put("missing-usage", "no token counts");
    words.put("zero-usage-first", "zero tokens until the last report");
    words.put("missing-done", "no [DONE] or message_stop");
    words.put("missing-finish", "a stream that never says why it ends");
    words.put("error-in-stream[=STATUS]", "an error event after status 200");
    words.put("duplicate-start", "the first event twice");
    return words;
  }

  /// A fault by its words; [#words] lists them. `trickle` is another name of `byte-by-byte`.
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
      case "early-close" -> new EarlyClose();
      case "byte-by-byte", "trickle" -> new ByteByByte();
      case "split-utf8" -> new SplitUtf8();
      case "giant-line" -> new GiantLine(number);
      case "comments" -> new Comments();
      case "bad-json" -> new BadJson();
      case "bad-checksum" -> new BadChecksum();
      case "bad-chunk-size" -> new BadChunkSize();
      case "two-lengths" -> new TwoLengths();
      case "early-hints" -> new EarlyHints();
      case "wrong-content-type" -> new WrongContentType();
      case "other-form" -> new OtherForm();
      case "missing-usage" -> new MissingUsage();
      case "zero-usage-first" -> new ZeroUsageFirst();
      case "missing-done" -> new MissingDone();
      case "missing-finish" -> new MissingFinish();
      case "error-in-stream" -> new ErrorInStream(number == 0 ? 500 : number);
      case "duplicate-start" -> new DuplicateStart();
      case "compressed" -> new Compressed();
      default -> throw new IllegalArgumentException("no fault is called " + first[0]);
    };
  }
}

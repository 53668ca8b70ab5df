package dev.fairway.gateway.http;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks for the usage and the reason of the end in an answer that passes by, plain or as
/// server-sent events, in pieces cut anywhere. It needs no more memory than what it finds; an
/// answer that is no JSON has neither. Later reports replace earlier ones, save where a later one
/// is null. For one answer and one thread.
final class AnswerTap {
  private static final byte[] USAGE = ascii("usage");
  private static final byte[] FINISH_REASON = ascii("finish_reason");
  private static final byte[] STOP_REASON = ascii("stop_reason");
  private static final byte[] DATA = ascii("data:");

  /// Messages and responses carry their usage one object down, chat completions their reason in a
  /// list below the top.
  private static final int DEEPEST_KEY = 3;

  private static final int DEEPEST_USAGE = 2;
  private static final int MAX_DEPTH = 63;
  private static final int MAX_KEPT_BYTES = 4 * 1024;

  private final boolean events;
  private byte[] kept = new byte[128];
  private int length;
  private int depth;
  private long objects;
  private int lineStart;
  private boolean ignored;
  private boolean inString;
  private boolean escaped;
  private boolean atKey;
  private Wanted wanted = Wanted.NOTHING;
  private int capturedBelow = -1;
  private int count;
  private byte @Nullable [] firstUsage;
  private byte @Nullable [] usage;
  private byte @Nullable [] reason;

  private enum Wanted {
    NOTHING,
    USAGE,
    REASON
  }

  /// @param events whether the answer is a stream of server-sent events
  AnswerTap(boolean events) {
    this.events = events;
  }

  void read(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (events && !isData(b)) {
        continue;
      }
      if (inString) {
        inString(b);
      } else {
        structure(b);
      }
    }
  }

  /// The usage as the provider reported it last; empty when it did not.
  Optional<Json.Obj> usage() {
    return object(usage);
  }

  /// What it reported first: streams of messages say the input there and the output at the end.
  Optional<Json.Obj> firstUsage() {
    return object(firstUsage);
  }

  private static Optional<Json.Obj> object(byte @Nullable [] found) {
    return parse(found).filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  /// Events so far, which is about the number of tokens of a stream.
  int events() {
    return count;
  }

  /// The provider's word for why the answer ended; empty when it gave none.
  Optional<String> reason() {
    return parse(reason).map(json -> json instanceof Json.Str(var text) ? text : "");
  }

  private static Optional<Json> parse(byte @Nullable [] found) {
    try {
      return Optional.ofNullable(found).map(Json::parse);
    } catch (JsonSyntax _) {
      return Optional.empty();
    }
  }

  /// Each line of a stream stands for itself, and only those that begin with `data:` count.
  private boolean isData(byte b) {
    if (b == '\n' || b == '\r') {
      reset();
      return false;
    }
    if (lineStart < DATA.length) {
      ignored |= b != DATA[lineStart];
      lineStart++;
      if (lineStart == DATA.length && !ignored) {
        count++;
      }
      return false;
    }
    return !ignored;
  }

  private void reset() {
    lineStart = 0;
    ignored = false;
    depth = 0;
    objects = 0;
    inString = false;
    escaped = false;
    atKey = false;
    wanted = Wanted.NOTHING;
    capturedBelow = -1;
    length = 0;
  }

  private void inString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      keep(b);
      stringEnds();
      return;
    }
    keep(b);
  }

  private void stringEnds() {
    if (capturedBelow >= 0) {
      return;
    }
    if (atKey) {
      atKey = false;
      wanted = key();
    } else if (wanted == Wanted.REASON) {
      reason = Arrays.copyOf(kept, length);
      wanted = Wanted.NOTHING;
    }
    length = 0;
  }

  private Wanted key() {
    if (is(USAGE)) {
      return depth <= DEEPEST_USAGE ? Wanted.USAGE : Wanted.NOTHING;
    }
    return is(FINISH_REASON) || is(STOP_REASON) ? Wanted.REASON : Wanted.NOTHING;
  }

  /// Whether the string that was kept, quotes included, is this one.
  private boolean is(byte[] name) {
    return Arrays.equals(kept, 1, Math.max(1, length - 1), name, 0, name.length);
  }

  private void structure(byte b) {
    switch (b) {
      case '"' -> {
        inString = true;
        if (capturedBelow < 0) {
          length = 0;
        }
        keep(b);
        return;
      }
      case '{', '[' -> open(b == '{');
      case '}', ']' -> {
        keep(b);
        close();
        return;
      }
      case ',' -> {
        atKey = isObject();
        if (capturedBelow < 0) {
          wanted = Wanted.NOTHING;
        }
      }
      default -> {}
    }
    if (capturedBelow >= 0) {
      keep(b);
    }
  }

  private void open(boolean object) {
    if (object && wanted == Wanted.USAGE && capturedBelow < 0) {
      capturedBelow = depth;
      length = 0;
    } else if (capturedBelow < 0) {
      wanted = Wanted.NOTHING;
    }
    depth++;
    if (depth <= MAX_DEPTH) {
      long bit = 1L << depth;
      objects = object ? objects | bit : objects & ~bit;
    }
    atKey = object;
  }

  private void close() {
    depth = Math.max(0, depth - 1);
    atKey = false;
    if (capturedBelow == depth) {
      usage = length < MAX_KEPT_BYTES ? Arrays.copyOf(kept, length) : null;
      firstUsage = firstUsage == null ? usage : firstUsage;
      capturedBelow = -1;
      wanted = Wanted.NOTHING;
      length = 0;
    }
  }

  private boolean isObject() {
    return depth <= MAX_DEPTH && (objects & 1L << depth) != 0;
  }

  private void keep(byte b) {
    boolean interesting = capturedBelow >= 0 || (inStringWorthKeeping() && length < 64);
    if (!interesting || length >= MAX_KEPT_BYTES) {
      return;
    }
    if (length == kept.length) {
      kept = Arrays.copyOf(kept, 2 * length);
    }
    kept[length++] = b;
  }

  private boolean inStringWorthKeeping() {
    return depth <= DEEPEST_KEY && (atKey || wanted == Wanted.REASON);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

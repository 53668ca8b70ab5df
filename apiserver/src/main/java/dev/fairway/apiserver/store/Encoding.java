package dev.fairway.apiserver.store;

import dev.fairway.apiserver.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object as JSON with a gap for its revision: the costly part is done before the writer's lock
/// is taken, the revision is put in under it.
///
/// The text starts with `apiVersion`, `kind` and `metadata`, and `metadata` with `resourceVersion`.
/// In front of the gap there are only strings, whose quotes are escaped, so the first
/// `"metadata":{` is always the right one.
final class Encoding {
  private static final byte[] METADATA = ascii("\"metadata\":{");
  private static final byte[] REVISION = ascii("\"resourceVersion\":\"");

  private final byte[] json;
  private final int gap;

  private Encoding(byte[] json, int gap) {
    this.json = json;
    this.gap = gap;
  }

  static Encoding of(Map<String, Object> object) {
    Map<String, Object> ordered = LinkedHashMap.newLinkedHashMap(object.size() + 1);
    for (String first : new String[] {"apiVersion", "kind"}) {
      if (object.get(first) instanceof String text) {
        ordered.put(first, text);
      }
    }
    ordered.put("metadata", withoutRevision(object.get("metadata")));
    object.forEach(ordered::putIfAbsent);
    byte[] json = Json.write(ordered);
    return new Encoding(json, gapIn(json));
  }

  byte[] at(long revision) {
    byte[] stamp = ascii("\"resourceVersion\":\"" + revision + '"');
    boolean more = json[gap] != '}';
    byte[] stamped = new byte[json.length + stamp.length + (more ? 1 : 0)];
    System.arraycopy(json, 0, stamped, 0, gap);
    System.arraycopy(stamp, 0, stamped, gap, stamp.length);
    int rest = gap + stamp.length;
    if (more) {
      stamped[rest++] = ',';
    }
    System.arraycopy(json, gap, stamped, rest, json.length - gap);
    return stamped;
  }

  /// The text of a stored object with another revision.
  static byte[] restamp(byte[] stored, long revision) {
    int start = gapIn(stored) + REVISION.length;
    int end = start;
    while (stored[end] != '"') {
      end++;
    }
    byte[] digits = ascii(Long.toString(revision));
    byte[] stamped = new byte[stored.length - (end - start) + digits.length];
    System.arraycopy(stored, 0, stamped, 0, start);
    System.arraycopy(digits, 0, stamped, start, digits.length);
    System.arraycopy(stored, end, stamped, start + digits.length, stored.length - end);
    return stamped;
  }

  private static Map<String, Object> withoutRevision(@Nullable Object metadata) {
    Map<String, Object> copy =
        metadata == null ? new LinkedHashMap<>() : new LinkedHashMap<>(Json.object(metadata));
    copy.remove("resourceVersion");
    return copy;
  }

  private static int gapIn(byte[] json) {
    for (int at = 0; at <= json.length - METADATA.length; at++) {
      if (startsWith(json, at, METADATA)) {
        return at + METADATA.length;
      }
    }
    throw new IllegalArgumentException("an object without metadata");
  }

  private static boolean startsWith(byte[] json, int at, byte[] part) {
    for (int i = 0; i < part.length; i++) {
      if (json[at + i] != part[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

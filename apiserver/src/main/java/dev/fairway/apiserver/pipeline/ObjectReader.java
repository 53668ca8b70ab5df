package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Stored objects as one served version shows them. Stored bytes are passed on untouched whenever
/// they already say what this version says; they begin with `apiVersion`, so a version that differs
/// in nothing else costs a copy and no parsing.
final class ObjectReader {
  private final ServedResource resource;
  private final byte[] servedStart;
  private final byte[] storedStart;
  private final boolean sameStart;

  ObjectReader(ServedResource resource) {
    this.resource = resource;
    servedStart = start(resource.apiVersion());
    storedStart =
        resource.versions().storedApiVersion().map(ObjectReader::start).orElse(new byte[0]);
    sameStart = Arrays.equals(servedStart, storedStart);
  }

  private static byte[] start(String apiVersion) {
    return ("{\"apiVersion\":\"" + apiVersion + "\",\"kind\":").getBytes(StandardCharsets.UTF_8);
  }

  /// The object at this version as JSON text; the array must not be changed.
  byte[] json(Stored stored) {
    if (!asStored(stored)) {
      return Json.write(tree(stored));
    }
    return sameStart ? stored.json() : restarted(stored.json());
  }

  /// The object at this version as a fresh tree.
  Map<String, Object> tree(Stored stored) {
    Map<String, Object> object = stored.tree();
    if (resource.custom() && stored.revision() <= resource.freshAfter()) {
      resource.schema().prune(object);
      resource.schema().applyDefaults(object);
    }
    resource.versions().fromStored(object);
    return object;
  }

  private boolean asStored(Stored stored) {
    return storedStart.length > 0
        && stored.revision() > resource.freshAfter()
        && startsWith(stored.json(), storedStart);
  }

  private byte[] restarted(byte[] json) {
    byte[] text = new byte[json.length - storedStart.length + servedStart.length];
    System.arraycopy(servedStart, 0, text, 0, servedStart.length);
    System.arraycopy(
        json, storedStart.length, text, servedStart.length, json.length - storedStart.length);
    return text;
  }

  private static boolean startsWith(byte[] text, byte[] start) {
    return text.length >= start.length
        && Arrays.equals(text, 0, start.length, start, 0, start.length);
  }
}

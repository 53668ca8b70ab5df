package dev.fairway.inference.routing;

import java.nio.charset.StandardCharsets;

/// The hash that [Experiment] describes. Changing it moves every subject of every experiment.
final class Rendezvous {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final double UNIT = 0x1.0p-53;

  private Rendezvous() {}

  static long subject(String experiment, String value) {
    return fnv(fnv(FNV_OFFSET, experiment) * FNV_PRIME, value);
  }

  static long target(String id) {
    return fnv(FNV_OFFSET, id);
  }

  /// The greater, the better; never negative.
  static double score(long subject, long target, int weight) {
    double u = ((mix(subject ^ target) >>> 11) + 0.5) * UNIT;
    return -weight / Math.log(u);
  }

  private static long fnv(long hash, String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

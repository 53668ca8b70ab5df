package dev.fairway.crd;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong, so that the author sees all of it at once.
final class Problems {
  private final List<String> lines = new ArrayList<>();

  void add(String path, String problem) {
    lines.add(path + ": " + problem);
  }

  void throwIfAny() {
    if (!lines.isEmpty()) throw new InvalidCrdException(lines);
  }
}

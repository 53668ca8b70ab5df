package dev.fairway.benchmarks;

/// Tells on stderr what is being measured.
final class Progress {
  private Progress() {}

  static void say(String what) {
    System.err.println("  measuring: " + what);
  }
}

package dev.fairway.apiserver.pipeline;

import java.util.Map;

/// The Kubernetes version this server behaves like.
final class ServerVersion {
  static final String GIT = "v1.36.3";

  private ServerVersion() {}

  static Map<String, Object> document() {
    return Trees.of(
        "major", "1",
        "minor", "36",
        "emulationMajor", "1",
        "emulationMinor", "36",
        "minCompatibilityMajor", "1",
        "minCompatibilityMinor", "35",
        "gitVersion", GIT,
        "gitCommit", "",
        "gitTreeState", "clean",
        "buildDate", "1970-01-01T00:00:00Z",
        "goVersion", "none",
        "compiler", "javac",
        "platform", "jvm/" + Runtime.version().feature());
  }
}

package dev.fairway.inference.dialect;

import java.util.List;

/// The wire formats that exist.
public final class Dialects {
  private Dialects() {}

  /// One of each.
  public static List<Dialect> all() {
    return List.of(
        OpenAiDialect.standard(),
        OpenAiDialect.compatible(),
        AnthropicDialect.version("2023-06-01"),
        AnthropicDialect.version("2026-10-21"));
  }
}

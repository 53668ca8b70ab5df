package dev.fairway.gateway.http;

import java.util.ArrayList;
import java.util.List;

/// Status and headers of an answer to a client; the length and what concerns the connection are
/// added when it is written. For one thread.
public final class AnswerHead {
  private final int status;
  private final List<String> lines = new ArrayList<>(8);

  public AnswerHead(int status) {
    this.status = status;
  }

  /// Adds one header line.
  ///
  /// @param name in lower case
  /// @param value what cannot stand in a header is replaced: nobody can end the line
  public AnswerHead with(String name, String value) {
    lines.add(name);
    lines.add(value);
    return this;
  }

  public int status() {
    return status;
  }

  /// Names and values in turn.
  List<String> lines() {
    return lines;
  }
}

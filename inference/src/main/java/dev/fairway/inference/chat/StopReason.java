package dev.fairway.inference.chat;

/// Why an answer ended.
public enum StopReason {
  /// The model was done.
  END,
  /// A stop text came up.
  STOP_TEXT,
  /// The token limit or the context window was reached.
  LENGTH,
  /// The model waits for tool results.
  TOOL_CALLS,
  /// The model or the provider's filter refused.
  REFUSED,
  /// The provider paused a long turn; sending the answer back continues it.
  PAUSED,
  /// The provider named a reason of its own, or none.
  OTHER
}

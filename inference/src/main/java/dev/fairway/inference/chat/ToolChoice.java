package dev.fairway.inference.chat;

/// Whether the model calls tools.
public sealed interface ToolChoice {
  /// As the model likes.
  record Auto() implements ToolChoice {}

  /// Not at all.
  record None() implements ToolChoice {}

  /// At least one.
  record Required() implements ToolChoice {}

  /// This one.
  record Named(String name) implements ToolChoice {}
}

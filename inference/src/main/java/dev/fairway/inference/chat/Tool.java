package dev.fairway.inference.chat;

import org.jspecify.annotations.Nullable;

/// A function the model may ask for.
///
/// @param parameters JSON Schema of the arguments
/// @param strict whether the provider shall hold the arguments to the schema; null is its default
public record Tool(
    String name, @Nullable String description, Json.Obj parameters, @Nullable Boolean strict) {}

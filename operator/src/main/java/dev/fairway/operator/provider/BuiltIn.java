package dev.fairway.operator.provider;

import dev.fairway.inference.chat.ChatModel;
import org.jspecify.annotations.Nullable;

/// A model that runs in this process, offered by the provider `local`.
public record BuiltIn(ChatModel model, @Nullable String version) {}

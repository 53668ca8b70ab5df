package dev.fairway.operator.provider;

import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.EmbeddingModel;
import org.jspecify.annotations.Nullable;

/// A model that runs in this process, offered by the provider `local`.
public sealed interface BuiltIn {
  @Nullable String version();

  /// Answers chats.
  record Chat(ChatModel model, @Nullable String version) implements BuiltIn {}

  /// Embeds texts.
  record Embeddings(EmbeddingModel model, @Nullable String version) implements BuiltIn {}
}

package dev.fairway.gateway.snapshot;

import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.EmbeddingModel;
import org.jspecify.annotations.Nullable;

/// A model of this process; callers name it `local/` and its name.
///
/// @param chat null when it answers no chats
/// @param embeddings null when it makes no vectors
public record LocalServing(
    String name, @Nullable ChatModel chat, @Nullable EmbeddingModel embeddings) {}

package dev.fairway.gateway.snapshot;

import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.ModelTraits;
import org.jspecify.annotations.Nullable;

/// What stands behind one target of a route.
///
/// @param provider name of the provider
/// @param model the provider's name of the model
/// @param direct null when nobody can be passed through, as with models of this process
/// @param chat the model for callers of any format; null when it answers no chats
/// @param embeddings null when it makes no vectors
public record Serving(
    String provider,
    String model,
    @Nullable Direct direct,
    @Nullable ChatModel chat,
    @Nullable EmbeddingModel embeddings,
    ModelTraits traits,
    PriceList prices) {}

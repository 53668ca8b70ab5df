/// The canonical form of a model call: [dev.fairway.inference.chat.ChatRequest] in,
/// [dev.fairway.inference.chat.ChatResponse] or a stream of [dev.fairway.inference.chat.ChatEvent]
/// out, [dev.fairway.inference.chat.ModelFailure] when it goes wrong. All types are immutable
/// values that any thread may use. Nothing here does I/O, and free JSON is
/// [dev.fairway.inference.chat.Json], so that no JSON library shows in a signature.
@NullMarked
package dev.fairway.inference.chat;

import org.jspecify.annotations.NullMarked;

/// Which target answers a call, and what follows when it does not. The deciding part
/// ([dev.fairway.inference.routing.ModelRouter], [dev.fairway.inference.routing.RoutedCall],
/// [dev.fairway.inference.routing.ProviderGate]) never blocks, does no I/O and takes the time as an
/// argument, so that an event loop and a simulation drive it alike.
/// [dev.fairway.inference.routing.RoutedChatModel] plays it against real models for callers that
/// may block. Health and limits are those of this process; nothing is shared between processes.
@NullMarked
package dev.fairway.inference.routing;

import org.jspecify.annotations.NullMarked;

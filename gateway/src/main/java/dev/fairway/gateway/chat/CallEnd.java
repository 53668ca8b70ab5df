package dev.fairway.gateway.chat;

import dev.fairway.gateway.keys.Caller;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a call ended: one per request of a client, whatever was tried for it.
///
/// @param caller null when the key was not known
/// @param operation such as `chat` or `embeddings`
/// @param model as the caller named it, empty when it named none
/// @param provider who answered last, null when nobody was asked
/// @param upstreamModel the provider's name of the model
/// @param status what the client was told; 499 when it had left
/// @param error why there was no answer, null when there was one
/// @param finish the provider's word for why the answer ended
/// @param attempts requests to providers
/// @param firstByte until the first byte of the answer, null when there was none
public record CallEnd(
    UUID id,
    Instant at,
    @Nullable Caller caller,
    String operation,
    String model,
    @Nullable String provider,
    @Nullable String upstreamModel,
    int status,
    @Nullable String error,
    @Nullable String finish,
    boolean stream,
    int attempts,
    Usage usage,
    Duration took,
    @Nullable Duration firstByte,
    int bytesIn) {
  /// Is told of every call, on event loops: it must not block. Thread-safe.
  public interface Listener {
    void ended(CallEnd end);
  }
}

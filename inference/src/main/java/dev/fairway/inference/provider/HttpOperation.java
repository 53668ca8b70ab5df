package dev.fairway.inference.provider;

import dev.fairway.inference.chat.Answer;
import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.Operation;
import dev.fairway.inference.dialect.Payload;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// A provider's models that do not chat, over HTTP: whatever kind of call there is an [Operation]
/// for. [#call] is an `EmbeddingModel`, a `RerankModel`, an `ImageModel` and so on:
///
/// ```java
/// EmbeddingModel model = new HttpOperation<>(..., Operations.embeddings().get("openai"), ...)::call;
/// ```
///
/// For any number of threads; it owns nothing that needs closing.
///
/// @param <Q> the request
/// @param <A> the answer
public final class HttpOperation<Q, A extends Answer<A>> {
  /// Pictures and sounds are large, vectors of many texts too.
  private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

  private final Operation<Q, A> operation;
  private final HttpCalls calls;

  /// @param dialect of the same provider: headers, keys and errors are its own
  /// @param credential null for providers that want none
  public HttpOperation(
      Upstream upstream,
      Endpoint endpoint,
      Dialect dialect,
      Operation<Q, A> operation,
      @Nullable Credential credential,
      RetryPolicy retries,
      InstantSource clock) {
    this.operation = operation;
    this.calls = new HttpCalls(upstream, endpoint, dialect, credential, retries, clock, _ -> {});
  }

  /// Blocks its thread, which should be a virtual one, until the answer is complete, the timeout
  /// has passed, or the thread is interrupted, which cancels the call.
  ///
  /// @throws dev.fairway.inference.chat.ModelFailureException when there is no answer
  public A call(Q request, CallContext context) {
    Operation.Call wire = operation.writeRequest(request, context.unsupported());
    A answer =
        calls.post(
            wire.path(),
            wire.body(),
            context.timeout(),
            MAX_ANSWER_BYTES,
            () -> false,
            exchange ->
                operation.readAnswer(
                    request, new Payload(exchange.contentType(), exchange.readAll())));
    return answer.withDropped(wire.dropped());
  }
}

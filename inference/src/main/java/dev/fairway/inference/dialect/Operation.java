package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Answer;
import dev.fairway.inference.chat.CallContext;
import java.time.Instant;
import java.util.List;

/// One kind of call besides chat in one wire format, in both directions: `write` towards a provider
/// and `read` from a client for requests, the other way round for answers. Headers, keys and errors
/// are those of the [Dialect] of the same name. Any thread may use it.
///
/// Failures are those of [Dialect]. [Operations] lists what exists.
///
/// @param <Q> the request
/// @param <A> the answer
public interface Operation<Q, A extends Answer<A>> {
  /// @param path where the request was posted, below the base URL, query included
  Q readRequest(String path, Payload body);

  Call writeRequest(Q request, CallContext.Unsupported unsupported);

  A readAnswer(Q request, Payload body);

  /// @param at when the answer was made, for formats that say so
  Payload writeAnswer(Q request, A answer, Instant at);

  /// A request.
  ///
  /// @param path where to post it, below the provider's base URL, query included
  /// @param dropped what a lenient call left out
  record Call(String path, Payload body, List<String> dropped) {}
}

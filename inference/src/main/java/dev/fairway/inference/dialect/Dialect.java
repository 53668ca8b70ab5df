package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.RateLimits;
import dev.fairway.inference.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One wire format, in both directions: `write` towards a provider and `read` from a client for
/// requests, the other way round for answers. Any thread may use a dialect; readers and writers of
/// streams belong to one stream.
///
/// Every method throws [dev.fairway.inference.chat.ModelFailureException] and nothing else:
/// [ModelFailure.BadRequest] for a request that cannot be read, [ModelFailure.UnsupportedParameter]
/// for one that cannot be written, [ModelFailure.Malformed] for an answer that cannot be read.
public interface Dialect {
  /// A short stable name, such as `openai`.
  String name();

  /// Headers that every request of this format carries, credentials apart.
  Map<String, String> headers();

  /// How a provider of this format wants its key.
  KeyHeader keyHeader();

  /// Media type of a streamed answer.
  default String streamType() {
    return "text/event-stream";
  }

  /// @param path where the request was posted, below the base URL, query included; some formats
  ///   name the model there
  ChatRequest readRequest(String path, byte[] body);

  /// The caller's names of the fields of a request that [#readRequest] gave, for what is said to
  /// the caller.
  default FieldNames fieldNames(ChatRequest request) {
    return FieldNames.CANONICAL;
  }

  /// @param model what is known of the model that is asked; what it cannot take is refused or left
  ///   out like what the format cannot express
  WireRequest writeRequest(
      ChatRequest request, ModelTraits model, CallContext.Unsupported unsupported);

  ChatResponse readResponse(byte[] body);

  /// @param at when the answer was made, for formats that say so
  byte[] writeResponse(ChatResponse response, Instant at);

  /// The counters of an answer that is passed on unread, from the object in which the format
  /// reports them. Nothing is known of them when it is not what it should be, or the format reports
  /// them in other ways.
  default Usage readUsage(Json.Obj reported) {
    return Usage.UNKNOWN;
  }

  /// A reader for one streamed answer.
  ///
  /// @param maxLineBytes longest line that is kept in memory
  EventReader readEvents(int maxLineBytes);

  /// A writer for one streamed answer.
  ///
  /// @param usage whether the client asked for usage, in formats where it must
  EventWriter writeEvents(Instant at, boolean usage);

  /// What an answer with an error status means. The message is scrubbed of what looks like a
  /// credential.
  ModelFailure readError(int status, @Nullable Duration retryAfter, byte[] body);

  WireError writeError(ModelFailure failure);

  /// What an answer's headers tell of the account's limits; most formats took over OpenAI's.
  default RateLimits readLimits(Headers headers, Instant now) {
    return RateLimitHeaders.readOpenAi(headers);
  }

  /// Headers that tell a client its limits.
  default Map<String, String> writeLimits(RateLimits limits, Instant now) {
    return RateLimitHeaders.writeOpenAi(limits);
  }

  /// Headers of an answer.
  interface Headers {
    /// @param name in lower case
    @Nullable String value(String name);
  }

  /// A request.
  ///
  /// @param path where to post it, below the provider's base URL, query included
  /// @param dropped what a lenient call left out: a path, or `path~value` for an approximation
  /// @param recall completes the answer
  record WireRequest(String path, byte[] body, List<String> dropped, Recall recall) {
    /// A request whose answer needs no completing.
    public WireRequest(String path, byte[] body, List<String> dropped) {
      this(path, body, dropped, Recall.NOTHING);
    }
  }

  /// An error answer.
  record WireError(int status, byte[] body) {}

  /// Where a provider looks for its key.
  enum KeyHeader {
    /// `Authorization: Bearer ...`
    BEARER,
    /// `x-api-key: ...`
    X_API_KEY,
    /// `x-goog-api-key: ...`
    X_GOOG_API_KEY,
    /// `api-key: ...`
    API_KEY
  }
}

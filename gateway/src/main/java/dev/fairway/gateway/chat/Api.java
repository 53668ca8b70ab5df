package dev.fairway.gateway.chat;

import dev.fairway.api.keys.Pepper;
import dev.fairway.gateway.http.ClientExchange;
import dev.fairway.gateway.http.Listener;
import dev.fairway.gateway.http.RequestHandler;
import dev.fairway.gateway.keys.Caller;
import dev.fairway.gateway.snapshot.GatewaySnapshot;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.OpenAiDialect;
import dev.fairway.inference.dialect.ResponsesDialect;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The paths that are served, and who may use them. What is not listed here does not exist: nothing
/// is passed on because it was unknown.
public final class Api implements RequestHandler, Listener.Refusals {
  private final Supplier<GatewaySnapshot> snapshots;
  private final Pepper pepper;
  private final InstantSource clock;
  private final CallEnd.Listener ends;
  private final RequestId ids;
  private final ChatEndpoint chats;
  private final EmbeddingsEndpoint embeddings;
  private final ModelsEndpoint models = new ModelsEndpoint();
  private final Dialect completions = OpenAiDialect.standard();
  private final Dialect responses = new ResponsesDialect();

  /// @param snapshots the newest picture of the configuration
  public Api(
      Supplier<GatewaySnapshot> snapshots,
      Pepper pepper,
      Admission admission,
      CallEnd.Listener ends,
      InstantSource clock) {
    this.snapshots = snapshots;
    this.pepper = pepper;
    this.ends = ends;
    this.clock = clock;
    this.ids = new RequestId(clock);
    this.chats = new ChatEndpoint(admission, clock);
    this.embeddings = new EmbeddingsEndpoint(admission, clock);
  }

  @Override
  public void handle(ClientExchange exchange) {
    Answering answering = answering(exchange);
    GatewaySnapshot snapshot = snapshots.get();
    Optional<Caller> caller = identify(answering, snapshot);
    if (caller.isPresent()) {
      answering.by(caller.get());
      serve(answering, caller.get(), snapshot);
    }
  }

  @Override
  public void refuse(ClientExchange exchange, int status, String why) {
    answering(exchange).refuse(new Refusal.BadRequest(status, Refusals.of(status), null));
  }

  private Answering answering(ClientExchange exchange) {
    return new Answering(exchange, api(exchange), ids.next(), clock.instant(), ends);
  }

  /// Follows the path; where both APIs share one, the version header of Anthropic's clients.
  private static CallerApi api(ClientExchange exchange) {
    String path = exchange.path();
    boolean anthropic =
        path.startsWith("/anthropic/")
            || path.startsWith("/v1/messages")
            || (exchange.header("anthropic-version") != null && !path.startsWith("/openai/"));
    return anthropic ? CallerApi.ANTHROPIC : CallerApi.OPENAI;
  }

  /// Empty when the caller has been told that the key is no good.
  private Optional<Caller> identify(Answering answering, GatewaySnapshot snapshot) {
    Credentials given = Credentials.of(answering.exchange());
    if (given.key() == null) {
      answering.refuse(new Refusal.BadKey(given.wrong()));
      return Optional.empty();
    }
    Optional<Caller> caller = snapshot.caller(pepper.digest(given.key()));
    if (caller.isEmpty()) {
      answering.refuse(new Refusal.BadKey("the API key is not known here"));
      return caller;
    }
    if (!caller.get().works(clock.instant())) {
      answering.refuse(
          new Refusal.BadKey(
              caller.get().disabled() ? "the API key is disabled" : "the API key has expired"));
      return Optional.empty();
    }
    return caller;
  }

  private void serve(Answering answering, Caller caller, GatewaySnapshot snapshot) {
    String path = plain(answering.exchange().path());
    switch (answering.exchange().method() + " " + path) {
      case "POST /v1/chat/completions" ->
          chats.handle(answering, caller, snapshot, completions, "/chat/completions");
      case "POST /v1/responses" ->
          chats.handle(answering, caller, snapshot, responses, "/responses");
      case "POST /v1/messages" -> messages(answering, caller, snapshot);
      case "POST /v1/embeddings" -> embeddings.handle(answering, caller, snapshot);
      case "GET /v1/models" -> models.list(answering, caller, snapshot);
      default -> {
        if (answering.exchange().method().equals("GET") && path.startsWith("/v1/models/")) {
          models.one(answering, caller, snapshot, path.substring("/v1/models/".length()));
        } else {
          answering.refuse(
              new Refusal.UnknownPath(
                  "there is nothing at %s %s".formatted(answering.exchange().method(), path)));
        }
      }
    }
  }

  /// Clients that cannot be told apart otherwise name their API first.
  private static String plain(String path) {
    for (String prefix : new String[] {"/openai/v1/", "/anthropic/v1/"}) {
      if (path.startsWith(prefix)) {
        return path.substring(prefix.length() - "/v1/".length());
      }
    }
    return path;
  }

  private void messages(Answering answering, Caller caller, GatewaySnapshot snapshot) {
    String version = answering.exchange().header("anthropic-version");
    try {
      Dialect dialect =
          AnthropicDialect.version(version == null ? AnthropicDialect.FIRST_VERSION : version);
      chats.handle(answering, caller, snapshot, dialect, "/v1/messages");
    } catch (IllegalArgumentException e) {
      answering.refuse(new Refusal.BadRequest(400, "anthropic-version: " + e.getMessage(), null));
    }
  }

  /// The key of a request, in either of the two usual headers.
  private record Credentials(@Nullable String key, String wrong) {
    private static final String BEARER = "bearer ";

    static Credentials of(ClientExchange exchange) {
      String query = exchange.query();
      if (query != null && query.contains("key=")) {
        return new Credentials(null, "a key must not stand in the URL; send it in a header");
      }
      String own = exchange.header("x-api-key");
      String bearer = bearer(exchange.header("authorization"));
      if (own != null && bearer != null && !own.equals(bearer)) {
        return new Credentials(null, "authorization and x-api-key hold different keys");
      }
      String key = own == null ? bearer : own;
      return new Credentials(
          key, "an API key is needed: authorization: Bearer KEY, or x-api-key: KEY");
    }

    private static @Nullable String bearer(@Nullable String header) {
      return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? header.substring(BEARER.length()).strip()
          : null;
    }

    @Override
    public String toString() {
      return "Credentials[***]";
    }
  }

  /// What is wrong with a request that is none.
  private static final class Refusals {
    static String of(int status) {
      return switch (status) {
        case 413 -> "the body is longer than is taken";
        case 414 -> "the path is longer than is taken";
        case 431 -> "the head is longer than is taken";
        default -> "the request is no sound HTTP/1.1";
      };
    }
  }
}

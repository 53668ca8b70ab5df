package dev.fairway.testing.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairway.inference.chat.Answer;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.TokenCount;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.EventWriter;
import dev.fairway.inference.dialect.Operation;
import dev.fairway.inference.dialect.Operations;
import dev.fairway.inference.dialect.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Our dialects as a server on a free port of the loopback interface, for official SDKs to call: a
/// request is read into the canonical form, a script answers it in that form, and the answer is
/// written in the format of the caller. Every request is held to the caller's schema.
final class DialectServer implements AutoCloseable {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<ChatRequest, Reply> script;
  private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Boolean> left = new CompletableFuture<>();

  private DialectServer(HttpServer server, Function<ChatRequest, Reply> script) {
    this.server = server;
    this.script = script;
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", chat(_ -> Format.OPENAI));
    server.createContext("/v1/responses", chat(_ -> Format.RESPONSES));
    server.createContext("/v1/messages", chat(DialectServer::anthropic));
    server.createContext("/v1/embeddings", guarded(this::embed));
    server.createContext("/v1/messages/count_tokens", guarded(this::countTokens));
    server.start();
  }

  static DialectServer start(Function<ChatRequest, Reply> script) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new DialectServer(HttpServer.create(address, 0), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What to answer.
  sealed interface Reply {
    record Answer(ChatResponse response) implements Reply {}

    /// @param headers that go with the error
    record Failure(ModelFailure failure, Map<String, String> headers) implements Reply {}

    /// A stream that fails after these events.
    record Broken(List<ChatEvent> events, ModelFailure failure) implements Reply {}

    /// A stream without end.
    record Endless() implements Reply {}
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String openAiUrl() {
    return url() + "/v1";
  }

  /// What has arrived, as our dialects read it, oldest first.
  List<ChatRequest> requests() {
    return requests;
  }

  ChatRequest last() {
    return requests.getLast();
  }

  /// Is complete once a client has gone in the middle of an answer.
  CompletableFuture<Boolean> clientLeft() {
    return left;
  }

  private static Format anthropic(HttpExchange exchange) {
    String version = exchange.getRequestHeaders().getFirst("anthropic-version");
    return AnthropicDialect.NEWEST_VERSION.equals(version)
        ? Format.ANTHROPIC
        : Format.ANTHROPIC_FIRST;
  }

  private com.sun.net.httpserver.HttpHandler chat(Function<HttpExchange, Format> format) {
    return guarded((exchange, body) -> answer(exchange, format.apply(exchange), body));
  }

  private interface Handler {
    void handle(HttpExchange exchange, byte[] body) throws IOException;
  }

  private static com.sun.net.httpserver.HttpHandler guarded(Handler handler) {
    return exchange -> {
      try (exchange) {
        handler.handle(exchange, exchange.getRequestBody().readAllBytes());
      }
    };
  }

  private void answer(HttpExchange exchange, Format format, byte[] body) throws IOException {
    Dialect dialect = format.dialect();
    try {
      ChatRequest request = dialect.readRequest(exchange.getRequestURI().getPath(), body);
      format.schemas().check(format.root("Request"), new String(body, UTF_8));
      requests.add(request);
      switch (script.apply(request)) {
        case Reply.Answer(var response) when request.stream() ->
            stream(exchange, writer(dialect, body), response.events(), null);
        case Reply.Answer(var response) -> send(exchange, 200, dialect.writeResponse(response, AT));
        case Reply.Failure(var failure, var headers) -> {
          headers.forEach(exchange.getResponseHeaders()::set);
          error(exchange, dialect.writeError(failure));
        }
        case Reply.Broken(var events, var failure) ->
            stream(exchange, writer(dialect, body), events, failure);
        case Reply.Endless() -> endless(exchange, writer(dialect, body));
      }
    } catch (ModelFailureException e) {
      error(exchange, dialect.writeError(e.failure()));
    } catch (AssertionError e) {
      send(
          exchange, 400, Json.object("error", new Json.Str(String.valueOf(e.getMessage()))).utf8());
    }
  }

  private static EventWriter writer(Dialect dialect, byte[] body) {
    boolean usage =
        Json.parse(body) instanceof Json.Obj object
            && object.fields().get("stream_options") instanceof Json.Obj options
            && options.field("include_usage").orElse(null) instanceof Json.Bool(var wanted)
            && wanted;
    return dialect.writeEvents(AT, usage);
  }

  private static void stream(
      HttpExchange exchange, EventWriter writer, List<ChatEvent> events, @Nullable ModelFailure end)
      throws IOException {
    OutputStream out = head(exchange);
    for (ChatEvent event : events) {
      out.write(writer.write(event));
      out.write(writer.keepAlive());
      out.flush();
    }
    if (end != null) {
      out.write(writer.fail(end));
    }
  }

  private void endless(HttpExchange exchange, EventWriter writer) throws IOException {
    OutputStream out = head(exchange);
    try {
      out.write(writer.write(new ChatEvent.Started("1", "m")));
      while (true) {
        out.write(writer.write(new ChatEvent.TextDelta(0, "on and on ")));
        out.flush();
      }
    } catch (IOException _) {
      left.complete(true);
    }
  }

  private static OutputStream head(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  /// An estimate by length: what is judged is how it is read and written.
  private void countTokens(HttpExchange exchange, byte[] body) throws IOException {
    Format format = anthropic(exchange);
    exchange.getResponseHeaders().set("x-fairway-estimate", "true");
    operate(
        exchange,
        format,
        "CountRequest",
        body,
        operation(Operations.tokenCounts(), format),
        request -> {
          requests.add(request);
          return new TokenCount(body.length / 4, Usage.Source.ESTIMATED, List.of());
        });
  }

  /// Of every text, its length and its opposite.
  private void embed(HttpExchange exchange, byte[] body) throws IOException {
    operate(
        exchange,
        Format.OPENAI,
        "EmbeddingRequest",
        body,
        operation(Operations.embeddings(), Format.OPENAI),
        request -> {
          List<float[]> vectors =
              request.input().stream()
                  .map(text -> new float[] {text.length(), -text.length()})
                  .toList();
          return new EmbeddingResponse(request.model(), vectors, Usage.of(vectors.size(), 0));
        });
  }

  private static <Q, A extends Answer<A>> Operation<Q, A> operation(
      Map<String, Operation<Q, A>> all, Format format) {
    return Objects.requireNonNull(all.get(format.dialectName()), format.dialectName());
  }

  private static <Q, A extends Answer<A>> void operate(
      HttpExchange exchange,
      Format format,
      String root,
      byte[] body,
      Operation<Q, A> operation,
      Function<Q, A> script)
      throws IOException {
    try {
      format.schemas().check(root, new String(body, UTF_8));
      String path = exchange.getRequestURI().getPath();
      Q request = operation.readRequest(path, new Payload("application/json", body));
      send(exchange, 200, operation.writeAnswer(request, script.apply(request), AT).bytes());
    } catch (ModelFailureException e) {
      error(exchange, format.dialect().writeError(e.failure()));
    }
  }

  private static void error(HttpExchange exchange, Dialect.WireError error) throws IOException {
    exchange.getResponseHeaders().set("x-request-id", "req_1");
    exchange.getResponseHeaders().set("request-id", "req_1");
    send(exchange, error.status(), error.body());
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

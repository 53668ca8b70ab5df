package dev.fairway.gateway.chat;

import dev.fairway.gateway.http.ClientExchange;
import dev.fairway.gateway.http.UpstreamRequest;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.RequestScan;
import org.jspecify.annotations.Nullable;

/// The body of a chat call as it came, read no further than somebody needs.
final class ChatBody {
  /// As metering does it: always said to be an estimate.
  private static final int BYTES_PER_TOKEN = 3;

  private final ClientExchange exchange;
  private final String path;
  private final Dialect dialect;
  private final RequestScan scan;
  private @Nullable ChatRequest read;

  /// @param path where a provider of the same format takes it, below its base URL
  /// @throws dev.fairway.inference.chat.ModelFailureException when it says too little
  ChatBody(ClientExchange exchange, String path, Dialect dialect) {
    this.exchange = exchange;
    this.path = path;
    this.dialect = dialect;
    this.scan = RequestScan.of(exchange.body());
  }

  String path() {
    return path;
  }

  Dialect dialect() {
    return dialect;
  }

  String model() {
    return scan.model();
  }

  boolean isStream() {
    return scan.stream();
  }

  boolean asksUsage() {
    return scan.asksUsage();
  }

  /// Chat completions alone report their usage only when they are asked to.
  boolean canAskUsage() {
    return dialect.name().equals("openai");
  }

  @Nullable Integer maxTokens() {
    return scan.maxTokens();
  }

  long estimatedInput() {
    return exchange.body().length / BYTES_PER_TOKEN;
  }

  byte[] forward(String model, boolean askUsage) {
    return scan.forward(model, askUsage);
  }

  /// Headers that belong to the request's meaning: the format's own, as the caller set them.
  void headers(UpstreamRequest request) {
    dialect
        .headers()
        .forEach((name, usual) -> {
          String given = exchange.header(name);
          request.with(name, given == null ? usual : given);
        });
    String beta = exchange.header("anthropic-beta");
    if (beta != null) {
      request.with("anthropic-beta", beta);
    }
  }

  /// The request in no format.
  ///
  /// @throws dev.fairway.inference.chat.ModelFailureException when it cannot be read
  ChatRequest read() {
    ChatRequest known = read;
    if (known == null) {
      known = dialect.readRequest(path, exchange.body());
      read = known;
    }
    return known;
  }
}

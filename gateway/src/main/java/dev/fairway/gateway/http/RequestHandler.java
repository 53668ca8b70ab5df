package dev.fairway.gateway.http;

/// Takes complete requests. Called on the event loop of the client's connection, which it must not
/// block; it answers now or later, from any thread, exactly once.
public interface RequestHandler {
  void handle(ClientExchange exchange);
}

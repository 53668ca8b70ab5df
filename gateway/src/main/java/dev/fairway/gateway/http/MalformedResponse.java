package dev.fairway.gateway.http;

/// A provider's bytes are not HTTP/1.1 as RFC 9112 has it, or more than is taken. The connection is
/// of no further use.
final class MalformedResponse extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedResponse(String message) {
    super(message, null, false, false);
  }
}

package dev.fairway.apiserver.pipeline;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request as it came off the wire, free of any HTTP library.
///
/// @param method upper case
/// @param path the raw path, percent-encoding kept, without the query
/// @param query decoded parameters, in order
/// @param headers names in lower case
/// @param body the whole body, already bounded by the listener; empty when there is none
/// @param certificates what the client showed, leaf first; empty when it showed nothing. TLS proves
///   that the client holds the leaf's key and nothing else: only
///   [dev.fairway.apiserver.access.Authenticator] may conclude from it who the client is
/// @param webSocket the client asked for an upgrade: a streamed answer leaves as text frames
public record ApiRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, List<String>> headers,
    byte[] body,
    List<X509Certificate> certificates,
    boolean webSocket) {

  public Optional<String> parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  public Optional<String> header(String lowerCaseName) {
    List<String> values = headers.getOrDefault(lowerCaseName, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }
}

package dev.fairway.apiserver.http;

import dev.fairway.apiserver.pipeline.ApiRequest;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.Header;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Helidon's view of a request, turned into ours.
final class Requests {
  /// Helidon adds the peer's name as a header of its own; the certificates say it better.
  private static final String ADDED_BY_HELIDON = "x-helidon-cn";

  private Requests() {}

  static ApiRequest read(
      HttpPrologue prologue, Headers headers, PeerInfo peer, byte[] body, boolean webSocket) {
    return new ApiRequest(
        prologue.method().text(),
        prologue.uriPath().rawPath(),
        query(prologue.query().rawValue()),
        headers(headers),
        body,
        certificates(peer),
        webSocket);
  }

  /// Pairs in the order sent, a name twice kept twice. What is not percent-encoding is taken as it
  /// stands.
  static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : raw.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.computeIfAbsent(decoded(name), key -> new ArrayList<>(1)).add(decoded(value));
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static Map<String, List<String>> headers(Headers headers) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (Header header : headers) {
      map.put(header.headerName().lowerCase(), List.copyOf(header.allValues()));
    }
    map.remove(ADDED_BY_HELIDON);
    return map;
  }

  private static List<X509Certificate> certificates(PeerInfo peer) {
    return peer.tlsCertificates().stream()
        .flatMap(Stream::of)
        .filter(X509Certificate.class::isInstance)
        .map((Certificate certificate) -> (X509Certificate) certificate)
        .toList();
  }
}

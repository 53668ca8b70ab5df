package dev.fairway.testing.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request as it arrived. Its text form hides credentials and the body.
///
/// @param path with the query, as spelled
/// @param headers in the order received, names as spelled
/// @param text last text of the user, empty when there is none
public record Received(
    String method, String path, List<Map.Entry<String, String>> headers, byte[] body, String text) {
  private static final Set<String> SECRET =
      Set.of(
          "authorization",
          "x-api-key",
          "api-key",
          "x-goog-api-key",
          "x-amz-security-token",
          "proxy-authorization",
          "cookie");

  public Received {
    headers = List.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// The path without its query, as spelled.
  String route() {
    return path.split("\\?", 2)[0];
  }

  /// The parts of the path, decoded.
  List<String> segments() {
    return Arrays.stream(route().substring(1).split("/")).map(Received::decoded).toList();
  }

  /// The query as it was sent, without its question mark.
  String query() {
    int at = path.indexOf('?');
    return at < 0 ? "" : path.substring(at + 1);
  }

  Optional<String> query(String name) {
    return Arrays.stream(query().split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair[0].equals(name))
        .map(pair -> pair.length > 1 ? decoded(pair[1]) : "")
        .findFirst();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  boolean lastOnConnection() {
    return header("connection").orElse("").equalsIgnoreCase("close");
  }

  Received withText(String changed) {
    return new Received(method, path, headers, body, changed);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(method).append(' ').append(route());
    headers.forEach(header ->
        text.append('\n')
            .append(header.getKey())
            .append(": ")
            .append(
                SECRET.contains(header.getKey().toLowerCase(Locale.ROOT))
                    ? "(hidden)"
                    : header.getValue()));
    return text.append("\n(").append(body.length).append(" bytes)").toString();
  }
}

package dev.fairway.testing.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as it arrived.
///
/// @param headers in the order received, names as spelled
/// @param text last text of the user, empty when there is none
public record Received(
    String method, String path, List<Map.Entry<String, String>> headers, byte[] body, String text) {
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

  Received withText(String changed) {
    return new Received(method, path, headers, body, changed);
  }
}

package dev.fairway.testing.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers given once and repeated from then on, per path and manner of answering. For any number
/// of threads.
final class FastAnswers {
  private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");

  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  byte @Nullable [] find(Received request) {
    return kept.get(key(request));
  }

  void keep(Received request, byte[] answer) {
    if (new String(answer, 0, Math.min(answer.length, 12), StandardCharsets.US_ASCII)
        .equals("HTTP/1.1 200")) {
      kept.put(key(request), answer);
    }
  }

  private static String key(Received request) {
    String body = new String(request.body(), StandardCharsets.ISO_8859_1);
    return request.method() + " " + request.path() + STREAM.matcher(body).find();
  }
}

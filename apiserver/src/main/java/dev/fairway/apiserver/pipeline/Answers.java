package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes answers.
final class Answers {
  private Answers() {}

  static ApiAnswer json(int status, Map<String, Object> tree) {
    return of(status, "application/json", Json.write(tree));
  }

  static ApiAnswer text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static ApiAnswer of(int status, String contentType, byte[] body) {
    return new ApiAnswer.Whole(status, Map.of("Content-Type", List.of(contentType)), body);
  }

  static ApiAnswer failure(ApiFailure failure) {
    ApiAnswer answer = json(failure.code(), failure.status());
    return switch (failure.code()) {
      case 401 -> with(answer, "WWW-Authenticate", "Bearer realm=\"fairway\"");
      case 429, 504 -> with(answer, "Retry-After", "1");
      default -> answer;
    };
  }

  /// A warning as clients print it (RFC 7234): agent and date left out.
  static String warning(String text) {
    String line = text.replaceAll("[\\p{Cntrl}]", " ");
    return "299 - \"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static ApiAnswer with(ApiAnswer answer, String header, String value) {
    return with(answer, header, List.of(value));
  }

  static ApiAnswer with(ApiAnswer answer, String header, List<String> values) {
    if (values.isEmpty()) {
      return answer;
    }
    Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers());
    headers.put(header, List.copyOf(values));
    return switch (answer) {
      case ApiAnswer.Whole whole -> new ApiAnswer.Whole(whole.status(), headers, whole.body());
      case ApiAnswer.Streamed streamed ->
          new ApiAnswer.Streamed(streamed.status(), headers, streamed.frames());
    };
  }
}

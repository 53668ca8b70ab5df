package dev.fairway.apiserver.http;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.pipeline.ApiAnswer;
import dev.fairway.apiserver.pipeline.ApiRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The handler, guarded: whatever happens in it, there is an answer.
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /// From this size on compressing pays: upstream's threshold.
  static final int COMPRESSED_FROM_BYTES = 128 * 1024;

  private final Handler handler;

  Answers(Handler handler) {
    this.handler = handler;
  }

  ApiAnswer to(ApiRequest request) {
    try {
      ApiAnswer answer = handler.handle(request);
      return answer instanceof ApiAnswer.Whole whole && acceptsGzip(request)
          ? compressed(whole)
          : answer;
    } catch (RuntimeException | Error e) {
      String id = request.header("audit-id").orElseGet(() -> UUID.randomUUID().toString());
      LOG.atError()
          .addKeyValue("request_id", id)
          .addKeyValue("method", request.method())
          .addKeyValue("path", request.path())
          .setCause(e)
          .log("request failed");
      return failure(
          500,
          "InternalError",
          "Internal error occurred: the server's log tells more under request " + id,
          Map.of("audit-id", List.of(id)));
    }
  }

  /// The refusal of a body beyond the limit, worded as upstream does.
  static ApiAnswer.Whole tooLarge(int limitBytes) {
    return failure(
        413,
        "RequestEntityTooLarge",
        "Request entity too large: limit is " + limitBytes,
        Map.of("connection", List.of("close")));
  }

  /// The refusal of a request whose head cannot be used.
  static ApiAnswer.Whole malformed(int code, String message) {
    return failure(code, code < 500 ? "BadRequest" : "InternalError", message, Map.of());
  }

  private static ApiAnswer.Whole failure(
      int code, String reason, String message, Map<String, List<String>> moreHeaders) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("kind", "Status");
    status.put("apiVersion", "v1");
    status.put("metadata", Map.of());
    status.put("status", "Failure");
    status.put("message", message);
    status.put("reason", reason);
    status.put("code", (long) code);
    Map<String, List<String>> headers = new LinkedHashMap<>(moreHeaders);
    headers.put("content-type", List.of("application/json"));
    return new ApiAnswer.Whole(code, headers, Json.write(status));
  }

  private static boolean acceptsGzip(ApiRequest request) {
    return request.headers().getOrDefault("accept-encoding", List.of()).stream()
        .anyMatch(value -> value.contains("gzip"));
  }

  private static ApiAnswer.Whole compressed(ApiAnswer.Whole whole) {
    if (whole.body().length < COMPRESSED_FROM_BYTES) {
      return whole;
    }
    Map<String, List<String>> headers = new LinkedHashMap<>(whole.headers());
    headers.put("content-encoding", List.of("gzip"));
    headers.put("vary", List.of("Accept-Encoding"));
    return new ApiAnswer.Whole(whole.status(), headers, gzip(whole.body()));
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new FastGzip(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}

package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.access.Authorizer;
import dev.fairway.apiserver.access.User;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceStores;
import dev.fairway.apiserver.types.BuiltinTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A pipeline over an empty store in memory, without a listener. Everybody is an administrator.
final class InProcess implements Exchange, AutoCloseable {
  static final User ADMIN = new User("admin", "", List.of("system:masters"), Map.of());

  final ResourceStore store = ResourceStores.inMemory(Clock.systemUTC());
  final RequestPipeline pipeline =
      new RequestPipeline(
          new RequestPipeline.Parts(
              store,
              new BuiltinTypes(),
              Clock.systemUTC(),
              new Random(1),
              _ -> Optional.of(ADMIN),
              (_, _) -> new Authorizer.Decision(true, ""),
              _ -> Optional.empty(),
              (_, _, _, _) -> "token"));

  @Override
  public Answer send(String method, String target, Map<String, String> headers, byte[] body) {
    ApiAnswer answer = pipeline.handle(request(method, target, headers, body));
    return switch (answer) {
      case ApiAnswer.Whole whole -> new Answer(whole.status(), whole.headers(), whole.body());
      case ApiAnswer.Streamed streamed ->
          new Answer(streamed.status(), streamed.headers(), drained(streamed));
    };
  }

  static ApiRequest request(
      String method, String target, Map<String, String> headers, byte[] body) {
    int mark = target.indexOf('?');
    Map<String, List<String>> lower = new LinkedHashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    return new ApiRequest(
        method,
        mark < 0 ? target : target.substring(0, mark),
        query(mark < 0 ? "" : target.substring(mark + 1)),
        lower,
        body,
        List.of(),
        false);
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        String value = parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
        query.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(value);
      }
    }
    return query;
  }

  /// Everything a stream sends until it ends by itself.
  private static byte[] drained(ApiAnswer.Streamed streamed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      streamed
          .frames()
          .writeTo(
              new ApiAnswer.Sink() {
                @Override
                public void frame(byte[] bytes) {
                  out.writeBytes(bytes);
                }

                @Override
                public boolean closed() {
                  return false;
                }
              });
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    pipeline.close();
    store.close();
  }
}

package dev.fairway.testing;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what a client asked of the API server, to hold an operator to "a reconcile that has
/// nothing to do writes nothing". Thread-safe.
public final class RequestCounter implements Interceptor {
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  /// One request: its method and its path without the query.
  public record Sent(String method, String path) {
    boolean isWrite() {
      return WRITES.contains(method);
    }
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    sent.add(new Sent(request.method(), request.uri().getPath()));
  }

  /// Every write so far, but for those to a path with this text in it (the heartbeat of a Lease,
  /// say).
  public List<Sent> writesExcept(String... inPath) {
    return sent.stream()
        .filter(Sent::isWrite)
        .filter(one -> List.of(inPath).stream().noneMatch(one.path()::contains))
        .toList();
  }

  public void clear() {
    sent.clear();
  }
}

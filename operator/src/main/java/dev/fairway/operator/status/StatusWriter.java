package dev.fairway.operator.status;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Writes status under the resourceVersion it was decided on, and remembers what it wrote until the
/// informer has caught up.
///
/// JOSDK 5.3 takes a user's edit for its own write when both meet, and swallows it (its issues 3398
/// and 3483). So reconcilers never return a status to JOSDK; they write here and compare the
/// generation that comes back. Thread-safe.
public final class StatusWriter<S, R extends CustomResource<?, S>> {
  private final KubernetesClient client;
  private final Class<R> type;
  private final Map<String, R> written = new ConcurrentHashMap<>();

  public StatusWriter(KubernetesClient client, Class<R> type) {
    this.client = client;
    this.type = type;
  }

  /// The object as an informer has it, or as it was last written here when that is newer.
  public R freshest(R cached) {
    String uid = cached.getMetadata().getUid();
    R ours = written.get(uid);
    if (ours == null) return cached;
    if (revision(ours) > revision(cached)) return ours;
    written.remove(uid, ours);
    return cached;
  }

  /// Call when the object is gone.
  public void forget(String uid) {
    written.remove(uid);
  }

  /// Writes the status unless it says what is there already.
  ///
  /// @return the object as the server now has it; its spec is still the observed one
  /// @throws StaleStatus when status or spec changed since `observed` was read
  public R write(R observed, S status) {
    if (status.equals(observed.getStatus())) return observed;
    R answer;
    try {
      answer = put(observed, observed.getMetadata().getResourceVersion(), status);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
      answer = resolve(observed, status);
    }
    written.put(answer.getMetadata().getUid(), answer);
    return answer;
  }

  private R put(R observed, String resourceVersion, S status) {
    R changed = client.getKubernetesSerialization().clone(observed);
    changed.getMetadata().setResourceVersion(resourceVersion);
    changed.setStatus(status);
    try {
      return client.resource(changed).updateStatus();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) throw stale(observed);
      throw e;
    }
  }

  /// After a conflict: labels and annotations may have moved the revision, what we decided on must
  /// not have. The client repeats a request whose answer was lost, so our own write may be there
  /// already.
  private R resolve(R observed, S status) {
    R current = read(observed);
    if (current == null || !isSame(observed, current)) throw stale(observed);
    if (status.equals(current.getStatus())) return current;
    if (!Objects.equals(current.getStatus(), observed.getStatus())) throw stale(observed);
    return put(observed, current.getMetadata().getResourceVersion(), status);
  }

  private boolean isSame(R observed, R current) {
    ObjectMeta before = observed.getMetadata();
    ObjectMeta now = current.getMetadata();
    return Objects.equals(before.getUid(), now.getUid())
        && Objects.equals(before.getGeneration(), now.getGeneration());
  }

  private @Nullable R read(R observed) {
    return client
        .resources(type)
        .inNamespace(observed.getMetadata().getNamespace())
        .withName(observed.getMetadata().getName())
        .get();
  }

  private StaleStatus stale(R observed) {
    return new StaleStatus(
        observed.getKind()
            + " "
            + observed.getMetadata().getNamespace()
            + "/"
            + observed.getMetadata().getName());
  }

  private long revision(R object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}

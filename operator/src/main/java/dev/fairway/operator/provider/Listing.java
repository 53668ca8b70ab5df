package dev.fairway.operator.provider;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.Supplier;

/// Lists objects for whoever may not be allowed to see them, or whose cluster has no such kind:
/// then there are none.
public final class Listing {
  private Listing() {}

  public static <T> List<T> orNone(Supplier<List<T>> listing) {
    try {
      return listing.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }
}

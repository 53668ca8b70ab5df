package dev.fairway.operator.inference;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;

/// Sets and takes off [InferencePlan#FINALIZER] by JSON Patch, which leaves everything else alone,
/// also what this version does not know.
record Finalizer(KubernetesClient client) {
  private static final String PATH = "/metadata/finalizers";
  private static final int UNPROCESSABLE = 422;

  /// @return false when the object has changed meanwhile; look again
  boolean add(ModelInferenceRequest request) {
    Object change =
        request.getFinalizers().isEmpty()
            ? Map.of("op", "add", "path", PATH, "value", List.of(InferencePlan.FINALIZER))
            : Map.of("op", "add", "path", PATH + "/-", "value", InferencePlan.FINALIZER);
    String revision = request.getMetadata().getResourceVersion();
    return patch(request, test("/metadata/resourceVersion", revision), change);
  }

  /// @return false when the object has changed meanwhile; look again
  boolean remove(ModelInferenceRequest request) {
    int index = request.getFinalizers().indexOf(InferencePlan.FINALIZER);
    if (index < 0) return true;
    String path = PATH + "/" + index;
    return patch(
        request, test(path, InferencePlan.FINALIZER), Map.of("op", "remove", "path", path));
  }

  private static Object test(String path, String value) {
    return Map.of("op", "test", "path", path, "value", value);
  }

  private boolean patch(ModelInferenceRequest request, Object test, Object change) {
    try {
      client
          .resources(ModelInferenceRequest.class)
          .inNamespace(request.getMetadata().getNamespace())
          .withName(request.getMetadata().getName())
          .patch(PatchContext.of(PatchType.JSON), FreeJson.of(List.of(test, change)).toString());
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) return true;
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == UNPROCESSABLE) {
        return false;
      }
      throw e;
    }
  }
}

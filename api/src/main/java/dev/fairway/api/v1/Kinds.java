package dev.fairway.api.v1;

import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;

/// The kinds of resources there are.
public final class Kinds {
  private Kinds() {}

  /// All of them, in the order of the documentation.
  public static List<Class<? extends CustomResource<?, ?>>> all() {
    return List.of(
        ModelInferenceRequest.class,
        ModelProvider.class,
        Model.class,
        ModelRoute.class,
        Consumer.class,
        ApiKey.class);
  }
}

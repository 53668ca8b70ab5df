package dev.fairway.app;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Brings Fairway's CustomResourceDefinitions into a cluster by server-side apply and waits until
/// they are served.
final class CrdInstaller {
  private static final List<String> NAMES =
      List.of(
          "modelinferencerequests.ai.fairway.dev",
          "modelproviders.ai.fairway.dev",
          "models.ai.fairway.dev",
          "modelroutes.ai.fairway.dev",
          "consumers.ai.fairway.dev",
          "apikeys.ai.fairway.dev");
  private static final Duration ESTABLISHED_WITHIN = Duration.ofSeconds(30);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("fairway")
          .withForce(true)
          .build();

  private CrdInstaller() {}

  static List<CustomResourceDefinition> definitions() {
    return NAMES.stream().map(CrdInstaller::read).toList();
  }

  static void apply(KubernetesClient client, List<CustomResourceDefinition> definitions) {
    definitions.forEach(definition -> client.resource(definition).patch(APPLY, definition));
    definitions.forEach(definition ->
        client
            .resource(definition)
            .waitUntilCondition(
                CrdInstaller::established, ESTABLISHED_WITHIN.toSeconds(), TimeUnit.SECONDS));
  }

  /// The names of the definitions that the cluster lacks.
  static List<String> missing(KubernetesClient client) {
    return NAMES.stream()
        .filter(name ->
            !established(
                client.apiextensions().v1().customResourceDefinitions().withName(name).get()))
        .toList();
  }

  private static boolean established(@Nullable CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(condition ->
                condition.getType().equals("Established") && condition.getStatus().equals("True"));
  }

  private static CustomResourceDefinition read(String name) {
    try (InputStream in =
        CrdInstaller.class.getResourceAsStream("/META-INF/fabric8/" + name + "-v1.yml")) {
      if (in == null) {
        throw new IllegalStateException("the definition of " + name + " is missing");
      }
      return Serialization.unmarshal(in, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

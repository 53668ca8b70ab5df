package dev.fairway.app;

import dev.fairway.apiserver.ApiServer;
import dev.fairway.inference.onnx.LocalModels;
import dev.fairway.inference.onnx.LocalSettings;
import dev.fairway.operator.OperatorSettings;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The API server and the operator together in this process: what `demo`, `up` and `infer` run when
/// there is no cluster.
record LocalCluster(ApiServer server, KubernetesClient client, LocalModels models) {
  /// Where its operator keeps its Lease and the pepper of keys.
  static final String SYSTEM_NAMESPACE = "kube-system";

  private static final String POD = "fairway-local";

  static LocalCluster start(
      Wiring wiring, Terminal terminal, ApiServer.Builder settings, LocalSettings local) {
    terminal.progress("starting the Kubernetes API");
    // Reading them also loads the client's YAML and model classes, on the other core.
    CompletableFuture<List<CustomResourceDefinition>> definitions =
        CompletableFuture.supplyAsync(CrdInstaller::definitions);
    ApiServer server = wiring.apiServer(settings);
    LocalModels models = wiring.localModels(local);
    KubernetesClient client = wiring.client(server);
    terminal.progress("applying the CustomResourceDefinitions");
    CrdInstaller.apply(client, definitions.join());
    terminal.progress("starting the operator");
    int cores = Runtime.getRuntime().availableProcessors();
    wiring.operator(client, models, OperatorSettings.of(POD, SYSTEM_NAMESPACE, cores));
    return new LocalCluster(server, client, models);
  }
}

package dev.fairway.app;

import dev.fairway.apiserver.ApiServer;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.onnx.LocalModel;
import dev.fairway.inference.onnx.LocalModels;
import dev.fairway.inference.onnx.LocalSettings;
import dev.fairway.inference.provider.Download;
import dev.fairway.inference.provider.Egress;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.local.llm.GgufModel;
import dev.fairway.local.llm.GgufSettings;
import dev.fairway.operator.FairwayOperator;
import dev.fairway.operator.OperatorSettings;
import dev.fairway.operator.provider.BuiltIn;
import dev.fairway.operator.provider.HttpModels;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The composition root: makes every part once and hands each to its [Lifecycle].
final class Wiring {
  private final Lifecycle lifecycle;
  private @Nullable Upstream upstream;
  private final Clock clock = Clock.systemUTC();

  private final Map<String, BuiltIn> languageModels = new LinkedHashMap<>();

  Wiring(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  ApiServer apiServer(ApiServer.Builder settings) {
    return lifecycle.own(settings.clock(clock).build().start());
  }

  KubernetesClient client(Config config) {
    return lifecycle.own(new KubernetesClientBuilder().withConfig(config).build());
  }

  KubernetesClient client(ApiServer server) {
    return client(Config.fromKubeconfig(server.kubeconfig()));
  }

  /// The transport that everything shares.
  private Upstream upstream() {
    Upstream known = upstream;
    if (known == null) {
      known = lifecycle.own(new Upstream());
      upstream = known;
    }
    return known;
  }

  /// The local models; loading them goes on behind the rest of the start.
  LocalModels localModels(LocalSettings settings) {
    Download pictures = new Download(upstream(), Egress.PUBLIC);
    LocalModels models = lifecycle.own(new LocalModels(settings.withPictures(pictures::get)));
    Thread.ofPlatform().daemon().name("load-local-models").start(() -> models.load("sentiment-en"));
    return models;
  }

  FairwayOperator operator(KubernetesClient client, LocalModels models, OperatorSettings settings) {
    Thread.ofPlatform().daemon().name("load-catalog").start(ModelCatalog::builtIn);
    return lifecycle.own(
        FairwayOperator.start(
            client,
            builtIns(models),
            new HttpModels(upstream(), ModelCatalog::builtIn, clock),
            settings,
            clock));
  }

  /// Offers the language model of the file too; it loads now.
  ///
  /// @throws IllegalArgumentException when it cannot be used
  void languageModel(Path gguf) {
    int threads = Runtime.getRuntime().availableProcessors();
    GgufModel model = lifecycle.own(GgufModel.load(gguf, GgufSettings.ofThreads(threads)));
    languageModels.put(model.name(), new BuiltIn.Chat(model, null));
  }

  private Map<String, BuiltIn> builtIns(LocalModels models) {
    Map<String, BuiltIn> builtIns = new LinkedHashMap<>(languageModels);
    for (LocalModel local : models.models()) {
      models
          .chat(local.name())
          .ifPresent(model -> builtIns.put(local.name(), new BuiltIn.Chat(model, local.version())));
      models
          .embeddings(local.name())
          .ifPresent(
              model -> builtIns.put(local.name(), new BuiltIn.Embeddings(model, local.version())));
    }
    return builtIns;
  }
}

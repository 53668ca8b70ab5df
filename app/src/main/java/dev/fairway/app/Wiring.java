package dev.fairway.app;

import dev.fairway.api.keys.Pepper;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.SecretRef;
import dev.fairway.apiserver.ApiServer;
import dev.fairway.gateway.Gateway;
import dev.fairway.gateway.chat.Admission;
import dev.fairway.gateway.http.Listener;
import dev.fairway.gateway.snapshot.LocalServing;
import dev.fairway.gateway.snapshot.ProviderAccess;
import dev.fairway.gateway.snapshot.SnapshotSource;
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
import dev.fairway.operator.credentials.Credentials;
import dev.fairway.operator.credentials.Keys;
import dev.fairway.operator.inference.DirectCall;
import dev.fairway.operator.model.ModelObjects;
import dev.fairway.operator.model.Models;
import dev.fairway.operator.provider.BuiltIn;
import dev.fairway.operator.provider.Gates;
import dev.fairway.operator.provider.HttpModels;
import dev.fairway.operator.provider.Providers;
import dev.fairway.operator.provider.RemoteModels;
import dev.fairway.operator.route.Routes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The composition root: makes every part once and hands each to its [Lifecycle].
final class Wiring {
  /// How long answers under way may go on when the program stops.
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private static final int ONE_CALL = 1;

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
    LocalModels models = open(settings);
    Thread.ofPlatform().daemon().name("load-local-models").start(() -> models.load("sentiment-en"));
    return models;
  }

  private LocalModels open(LocalSettings settings) {
    Download pictures = new Download(upstream(), Egress.PUBLIC);
    return lifecycle.own(new LocalModels(settings.withPictures(pictures::get)));
  }

  FairwayOperator operator(KubernetesClient client, LocalModels models, OperatorSettings settings) {
    Thread.ofPlatform().daemon().name("load-catalog").start(ModelCatalog::builtIn);
    return lifecycle.own(
        FairwayOperator.start(client, builtIns(models), remoteModels(), settings, clock));
  }

  /// A call that this process makes itself, of a model that the cluster knows.
  DirectCall call(ModelInferenceRequest request, LocalSettings local, KubernetesClient client) {
    RemoteModels remote = remoteModels();
    Providers providers = Providers.of(client, builtIns(local), remote, ONE_CALL);
    String namespace = request.getMetadata().getNamespace();
    Models models = new Models(ModelObjects.now(client, namespace), providers);
    Routes routes = Routes.now(client, namespace, models, clock);
    return DirectCall.of(request, models, routes, new Credentials(client), remote, clock);
  }

  /// A call that this process makes itself, of a model that needs no cluster.
  DirectCall call(ModelInferenceRequest request, LocalSettings local, Keys keys) {
    RemoteModels remote = remoteModels();
    Providers providers = Providers.withoutCluster(builtIns(local), remote, ONE_CALL);
    Models models = new Models(ModelObjects.none(), providers);
    Routes routes = new Routes(models, new Gates(), clock);
    return DirectCall.of(request, models, routes, keys, remote, clock);
  }

  private RemoteModels remoteModels() {
    return new HttpModels(upstream(), ModelCatalog::builtIn, clock);
  }

  /// They load when they are first asked.
  private Map<String, BuiltIn> builtIns(LocalSettings local) {
    return builtIns(open(local));
  }

  /// The gateway, working by the objects of that cluster. It is drained before it is closed.
  Gateway gateway(
      KubernetesClient client, LocalModels models, Pepper pepper, Listener.Settings settings)
      throws InterruptedException {
    Gateway gateway =
        lifecycle.own(Gateway.start(settings, pepper, Admission.UNLIMITED, _ -> {}, clock));
    lifecycle.own(() -> gateway.drain(DRAIN));
    lifecycle.own(
        SnapshotSource.start(
            client,
            new SnapshotSource.Parts(
                access(new HttpModels(upstream(), ModelCatalog::builtIn, clock)),
                ModelCatalog.builtIn(),
                upstream(),
                servings(models),
                Runtime.getRuntime().availableProcessors(),
                clock),
            gateway::use));
    return gateway;
  }

  /// The gateway reaches providers as the operator does.
  private static ProviderAccess access(HttpModels http) {
    return (provider, secrets) -> {
      SecretRef ref = provider.getSpec().credentialsSecretRef();
      String namespace = provider.getMetadata().getNamespace();
      return http.wire(
          provider.getSpec(),
          ref == null
              ? null
              : new Credentials(secrets::find).read("spec.credentialsSecretRef", ref, namespace));
    };
  }

  private List<LocalServing> servings(LocalModels models) {
    return builtIns(models).entrySet().stream()
        .map(entry ->
            switch (entry.getValue()) {
              case BuiltIn.Chat(var chat, _) -> new LocalServing(entry.getKey(), chat, null);
              case BuiltIn.Embeddings(var embeddings, _) ->
                  new LocalServing(entry.getKey(), null, embeddings);
            })
        .toList();
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

package dev.fairway.operator;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.Limits;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.api.v1.Network;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.api.v1.SecretRef;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.operator.provider.HttpModels;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.simulator.Simulator;
import dev.fairway.testing.simulator.SimulatorSettings;
import dev.fairway.testing.simulator.Vendor;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A simulator with a key, two ModelProviders in front of it, and an operator.
record SimulatedProviders(
    Cluster cluster, Simulator simulator, Upstream upstream, FairwayOperator operator)
    implements AutoCloseable {

  private static final String KEY = "sk-simulated-0123456789";

  static SimulatedProviders start(Cluster cluster) {
    Simulator simulator = Simulator.start(SimulatorSettings.DEFAULT.withApiKeys(KEY));
    Upstream upstream = new Upstream();
    FairwayOperator operator =
        OperatorOnCluster.start(
            cluster.client(),
            cluster.namespace(),
            "pod-0",
            FakeModel.saying("local"),
            new HttpModels(upstream, ModelCatalog::builtIn, InstantSource.system()));
    SimulatedProviders fixture = new SimulatedProviders(cluster, simulator, upstream, operator);
    fixture.replaceKey(KEY);
    provider(cluster, "sim-openai", spec(ProviderType.OPENAI, simulator.openAiUrl(), "sim-key"));
    provider(cluster, "sim-anthropic", spec(ProviderType.ANTHROPIC, simulator.url(), "sim-key"));
    return fixture;
  }

  ModelProviderSpec bedrock(String secret) {
    return spec(ProviderType.BEDROCK, simulator.url(Vendor.BEDROCK), secret);
  }

  void replaceKey(String key) {
    secret("sim-key", Map.of("key", key));
  }

  void secret(String name, Map<String, String> data) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withStringData(data)
                .build())
        .createOr(existing -> existing.update());
  }

  void limited(String name, Limits limits) {
    ModelProviderSpec plain = spec(ProviderType.OPENAI, simulator.openAiUrl(), "sim-key");
    provider(
        cluster,
        name,
        new ModelProviderSpec(
            plain.type(),
            plain.endpoint(),
            plain.credentialsSecretRef(),
            plain.apiVersion(),
            plain.headers(),
            plain.region(),
            plain.timeouts(),
            limits,
            plain.network(),
            plain.tls(),
            plain.namespaces()));
  }

  void ask(String name, String provider, String text, Map<String, ?> fields) {
    ModelInferenceRequestSpec spec =
        ModelInferenceRequestSpec.of(
            new ModelRef("sim-1", provider, null), FreeJson.of(Map.of("text", text)));
    for (var field : fields.entrySet()) {
      spec = Specs.with(spec, field.getKey(), field.getValue());
    }
    OperatorOnCluster.create(cluster, name, spec);
  }

  void askModel(String name, String model, String text) {
    OperatorOnCluster.create(
        cluster,
        name,
        ModelInferenceRequestSpec.of(
            new ModelRef(model, "sim-openai", null), FreeJson.of(Map.of("text", text))));
  }

  ModelInferenceRequestStatus ended(String name) {
    return OperatorOnCluster.await(cluster, name, "has ended", OperatorOnCluster::isEnded);
  }

  @Override
  public void close() {
    operator.close();
    upstream.close();
    simulator.close();
  }

  static ModelProviderSpec spec(ProviderType type, String endpoint, String secret) {
    return open(type, endpoint, new SecretRef(secret, null, null), null);
  }

  static ModelProviderSpec open(
      ProviderType type, String endpoint, @Nullable SecretRef key, @Nullable String apiVersion) {
    return open(type, endpoint, key, apiVersion, new Network(true, List.of()));
  }

  static ModelProviderSpec open(ProviderType type, String endpoint, Network network) {
    return open(type, endpoint, null, null, network);
  }

  private static ModelProviderSpec open(
      ProviderType type,
      String endpoint,
      @Nullable SecretRef key,
      @Nullable String apiVersion,
      Network network) {
    return new ModelProviderSpec(
        type, endpoint, key, apiVersion, Map.of(), null, null, null, network, null, null);
  }

  static void provider(Cluster cluster, String name, ModelProviderSpec spec) {
    ModelProvider provider = new ModelProvider();
    provider.setMetadata(
        new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName(name).build());
    provider.setSpec(spec);
    cluster.client().resource(provider).create();
  }
}

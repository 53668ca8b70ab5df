package dev.fairway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.keys.KeySecret;
import dev.fairway.api.keys.Pepper;
import dev.fairway.api.v1.ApiKey;
import dev.fairway.api.v1.ApiKeySpec;
import dev.fairway.gateway.keys.Caller;
import dev.fairway.gateway.snapshot.GatewaySnapshot;
import dev.fairway.gateway.snapshot.LocalServing;
import dev.fairway.gateway.snapshot.ServedModel;
import dev.fairway.gateway.snapshot.SnapshotSource;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.dialect.OpenAiDialect;
import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.ProviderWire;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.inference.routing.Target;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What the gateway makes of the objects of a cluster.
@FairwayCluster(crds = "../deploy/crds")
class SnapshotTest {
  private static final Pepper PEPPER = new Pepper(new byte[32]);

  @Test
  void namesAreWhatTheNamespaceMayUse(Cluster cluster) {
    try (Fixture fixture = new Fixture(cluster)) {
      fixture.key("app", "fw-one");
      fixture.apply(provider("maker", "openai") + model("small", "maker", "gpt-4o-mini", "quick"));
      fixture.apply(route("chat", "small", "gpt-4o"));
      fixture.serves("chat");
      assertThat(targets(fixture.model("chat")))
          .containsExactly("maker/gpt-4o-mini", "maker/gpt-4o");
      assertThat(fixture.names())
          .contains("small", "quick", "chat", "maker/gpt-4o-mini", "local/hello");
      assertThat(fixture.find("maker/of-tomorrow")).isPresent();
      assertThat(fixture.find("maker/of-tomorrow")).isEqualTo(fixture.find("maker/of-tomorrow"));
      assertThat(fixture.find("nobody/model")).isEmpty();
    }
  }

  @Test
  void aKeyComesAndGoesWithItsDigest(Cluster cluster) {
    try (Fixture fixture = new Fixture(cluster)) {
      fixture.key("app", "fw-two");
      Caller caller =
          Awaits.await("the key is known", () -> fixture.caller("fw-two"), Optional::isPresent)
              .orElseThrow();
      assertThat(caller.namespace()).isEqualTo(cluster.namespace());
      assertThat(caller.keyName()).isEqualTo("app");
      cluster
          .client()
          .resources(ApiKey.class)
          .inNamespace(cluster.namespace())
          .withName("app")
          .delete();
      Awaits.await("the key is gone", () -> fixture.caller("fw-two"), Optional::isEmpty);
    }
  }

  @Test
  void whatCannotBeUsedIsLeftOutAlone(Cluster cluster) {
    try (Fixture fixture = new Fixture(cluster)) {
      fixture.key("app", "fw-three");
      fixture.apply(provider("broken", "gemini") + provider("maker", "openai"));
      fixture.apply(model("lost", "broken", "one", "x"));
      fixture.apply(model("small", "maker", "one", "quick"));
      fixture.apply(route("torn", "small", "no-such-model"));
      fixture.serves("quick");
      assertThat(fixture.names()).contains("small").doesNotContain("lost", "x", "torn");
    }
  }

  @Test
  void connectionsAndHealthOutliveAChange(Cluster cluster) {
    try (Fixture fixture = new Fixture(cluster)) {
      fixture.key("app", "fw-four");
      fixture.apply(provider("maker", "openai") + model("small", "maker", "one", "quick"));
      fixture.serves("quick");
      ServedModel before = fixture.model("small");
      fixture.apply(model("other", "maker", "two", "later"));
      fixture.serves("later");
      ServedModel after = fixture.model("small");
      assertThat(after.router()).isSameAs(before.router());
      assertThat(target(after)).isSameAs(target(before));
    }
  }

  private static Object target(ServedModel model) {
    return Optional.ofNullable(model.serving(model.router().route().targets().getFirst()).direct())
        .orElseThrow()
        .target();
  }

  private static List<String> targets(ServedModel model) {
    return model.router().route().targets().stream().map(Target::id).toList();
  }

  private static String provider(String name, String type) {
    return """
    apiVersion: ai.fairway.dev/v1
    kind: ModelProvider
    metadata: {name: %s}
    spec: {type: %s}
    ---
    """
        .formatted(name, type);
  }

  private static String model(String name, String provider, String upstream, String alias) {
    return """
    apiVersion: ai.fairway.dev/v1
    kind: Model
    metadata: {name: %s}
    spec: {providerRef: {name: %s}, upstreamName: %s, aliases: [%s]}
    """
        .formatted(name, provider, upstream, alias);
  }

  private static String route(String name, String first, String second) {
    return """
    apiVersion: ai.fairway.dev/v1
    kind: ModelRoute
    metadata: {name: %s}
    spec: {targets: [{modelRef: {name: %s}}, {modelRef: {name: %s}}]}
    """
        .formatted(name, first, second);
  }

  /// A source on the cluster and its newest picture.
  private static final class Fixture implements AutoCloseable {
    private final Cluster cluster;
    private final Upstream upstream = new Upstream();
    private final AtomicReference<GatewaySnapshot> newest =
        new AtomicReference<>(GatewaySnapshot.EMPTY);
    private final SnapshotSource source;

    Fixture(Cluster cluster) {
      this.cluster = cluster;
      this.source =
          SnapshotSource.start(
              cluster.client(),
              new SnapshotSource.Parts(
                  (provider, _) ->
                      switch (provider.getSpec().type()) {
                        case OPENAI ->
                            new ProviderWire(
                                "openai",
                                OpenAiDialect.standard(),
                                Endpoint.of("https://maker.example/v1"),
                                null);
                        default -> throw new IllegalArgumentException("cannot be called");
                      },
                  ModelCatalog.builtIn(),
                  upstream,
                  List.of(new LocalServing("hello", null, null)),
                  1,
                  InstantSource.system()),
              newest::set);
    }

    void key(String name, String secret) {
      ApiKey key = new ApiKey();
      key.setMetadata(
          new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName(name).build());
      key.setSpec(new ApiKeySpec(null, List.of(), List.of(), null, null, null, false, "somewhere"));
      ApiKey made = cluster.client().resource(key).create();
      cluster
          .client()
          .resource(KeySecret.ofDigest(made, PEPPER.digest(secret), Pepper.prefix(secret)))
          .create();
    }

    void apply(String yaml) {
      byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
      cluster
          .client()
          .load(new ByteArrayInputStream(bytes))
          .inNamespace(cluster.namespace())
          .create();
    }

    Optional<Caller> caller(String key) {
      return newest.get().caller(PEPPER.digest(key));
    }

    List<String> names() {
      return newest.get().models(cluster.namespace()).stream().map(e -> e.getKey()).toList();
    }

    Optional<ServedModel> find(String name) {
      return newest.get().model(cluster.namespace(), name);
    }

    ServedModel model(String name) {
      return find(name).orElseThrow();
    }

    void serves(String name) {
      Awaits.await(name + " is served", this::names, names -> names.contains(name));
    }

    @Override
    public void close() {
      source.close();
      upstream.close();
    }
  }
}

package dev.fairway.gateway.snapshot;

import dev.fairway.api.v1.ApiKey;
import dev.fairway.api.v1.Consumer;
import dev.fairway.api.v1.Model;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelRoute;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.provider.Upstream;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the gateway's picture of the configuration up to date: watches the objects of a cluster
/// and hands over a new picture soon after a change. While the API server cannot be reached, the
/// last picture stays. The client stays the caller's.
public final class SnapshotSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotSource.class);

  /// Changes that come together make one picture.
  private static final long TOGETHER_MILLIS = 200;

  private final java.util.function.Consumer<GatewaySnapshot> use;
  private final SnapshotBuilder builder;
  private final Semaphore changes = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final SharedIndexInformer<ApiKey> keys;
  private final SharedIndexInformer<Consumer> consumers;
  private final SharedIndexInformer<Model> models;
  private final SharedIndexInformer<ModelRoute> routes;
  private final SharedIndexInformer<ModelProvider> providers;
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<Secret> secrets;

  /// What pictures are made with.
  ///
  /// @param upstream carries calls that are translated; stays the caller's
  /// @param locals models of this process
  /// @param localCallsAtOnce calls of them; as many as cores is a good choice
  public record Parts(
      ProviderAccess access,
      ModelCatalog catalog,
      Upstream upstream,
      Collection<LocalServing> locals,
      int localCallsAtOnce,
      InstantSource clock) {}

  private SnapshotSource(
      KubernetesClient client, Parts parts, java.util.function.Consumer<GatewaySnapshot> use) {
    this.use = use;
    Sources sources =
        new Sources(
            parts.access,
            parts.catalog,
            parts.upstream,
            parts.locals,
            parts.localCallsAtOnce,
            parts.clock);
    this.builder = new SnapshotBuilder(sources, parts.catalog, parts.clock);
    try {
      this.namespaces = watch(client.namespaces().inform(handler()));
      this.secrets = watch(client.secrets().inAnyNamespace().inform(handler()));
      this.providers = watch(all(client, ModelProvider.class));
      this.models = watch(all(client, Model.class));
      this.routes = watch(all(client, ModelRoute.class));
      this.consumers = watch(all(client, Consumer.class));
      this.keys = watch(all(client, ApiKey.class));
    } catch (RuntimeException e) {
      informers.forEach(SharedIndexInformer::close);
      throw e;
    }
  }

  /// Returns when the first picture has been handed over.
  ///
  /// @param use called on one thread of its own, first on the caller's
  /// @throws io.fabric8.kubernetes.client.KubernetesClientException when the objects cannot be read
  public static SnapshotSource start(
      KubernetesClient client, Parts parts, java.util.function.Consumer<GatewaySnapshot> use) {
    SnapshotSource source = new SnapshotSource(client, parts, use);
    source.changes.drainPermits();
    source.handOver();
    Thread.ofPlatform().daemon().name("gateway-snapshot").start(source::run);
    return source;
  }

  private <T extends HasMetadata> SharedIndexInformer<T> all(
      KubernetesClient client, Class<T> kind) {
    return client.resources(kind).inAnyNamespace().inform(handler());
  }

  private <T> SharedIndexInformer<T> watch(SharedIndexInformer<T> informer) {
    informers.add(informer);
    return informer;
  }

  private <T> ResourceEventHandler<T> handler() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        changes.release();
      }

      @Override
      public void onUpdate(T before, T object) {
        changes.release();
      }

      @Override
      public void onDelete(T object, boolean unknown) {
        changes.release();
      }
    };
  }

  private void run() {
    try {
      changes.acquire();
      while (!closing.await(TOGETHER_MILLIS, TimeUnit.MILLISECONDS)) {
        changes.drainPermits();
        handOver();
        changes.acquire();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// A picture that cannot be made leaves the last one in use.
  private void handOver() {
    try {
      use.accept(builder.build(configuration()));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("the configuration cannot be read; the last one stays in use");
    }
  }

  private Configuration configuration() {
    return new Configuration(
        keys.getStore().list(),
        consumers.getStore().list(),
        models.getStore().list(),
        routes.getStore().list(),
        providers.getStore().list(),
        namespaces.getStore().list().stream()
            .collect(
                Collectors.toMap(
                    namespace -> namespace.getMetadata().getName(),
                    namespace -> Map.copyOf(namespace.getMetadata().getLabels()))),
        (namespace, name) -> secrets.getStore().getByKey(namespace + "/" + name));
  }

  @Override
  public void close() {
    closing.countDown();
    changes.release();
    informers.forEach(SharedIndexInformer::close);
  }
}

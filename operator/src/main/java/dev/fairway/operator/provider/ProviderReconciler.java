package dev.fairway.operator.provider;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.ModelProviderStatus;
import dev.fairway.api.v1.ProviderHealth;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.api.v1.SecretRef;
import dev.fairway.inference.provider.Credential;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.credentials.Credentials;
import dev.fairway.operator.status.StaleStatus;
import dev.fairway.operator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says of each ModelProvider whether it can be used: its type is known here, its Secret is there,
/// its address may be called. It does not call the provider, since that may cost money.
@ControllerConfiguration(
    name = "model-provider",
    informer = @Informer(comparableResourceVersions = false),
    maxReconciliationInterval = @MaxReconciliationInterval(interval = 0))
public final class ProviderReconciler implements Reconciler<ModelProvider> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final String IN_ORDER = "type, credentials and endpoint are in order";
  private static final Duration SOON = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final Credentials credentials;
  private final RemoteModels remote;
  private final Map<String, BuiltIn> builtIns;
  private final StatusWriter<ModelProviderStatus, ModelProvider> statuses;
  private final Clock clock;
  private volatile @Nullable IndexedResourceCache<ModelProvider> cache;

  public ProviderReconciler(
      KubernetesClient client,
      Credentials credentials,
      RemoteModels remote,
      Map<String, BuiltIn> builtIns,
      Clock clock) {
    this.client = client;
    this.credentials = credentials;
    this.remote = remote;
    this.builtIns = Map.copyOf(builtIns);
    this.statuses = new StatusWriter<>(client, ModelProvider.class);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ModelProvider>> prepareEventSources(
      EventSourceContext<ModelProvider> context) {
    cache = context.getPrimaryCache();
    return List.of();
  }

  /// Finds models among the ModelProviders this controller knows.
  public Providers targets(int localCallsAtOnce) {
    return new Providers(
        new ClusterProviders(client, this::known), builtIns, remote, localCallsAtOnce);
  }

  private Stream<ModelProvider> known() {
    IndexedResourceCache<ModelProvider> current = cache;
    return current == null ? Stream.empty() : current.list();
  }

  @Override
  public UpdateControl<ModelProvider> reconcile(
      ModelProvider cached, Context<ModelProvider> context) {
    ModelProvider provider = statuses.freshest(cached);
    try {
      statuses.write(provider, status(provider));
      return UpdateControl.<ModelProvider>noUpdate().rescheduleAfter(LOOK_AGAIN);
    } catch (StaleStatus _) {
      return UpdateControl.<ModelProvider>noUpdate().rescheduleAfter(SOON);
    }
  }

  private ModelProviderStatus status(ModelProvider provider) {
    ModelProviderStatus before =
        provider.getStatus() == null ? ModelProviderStatus.EMPTY : provider.getStatus();
    Condition ready = ready(provider);
    return before
        .withObservedGeneration(provider.getMetadata().getGeneration())
        .withCondition(ready)
        .withHealth(ready.holds() ? ProviderHealth.UNKNOWN : ProviderHealth.UNAVAILABLE)
        .withModels(provider.getSpec().type() == ProviderType.ONNX ? builtIns.size() : null);
  }

  private Condition ready(ModelProvider provider) {
    Conditions say = new Conditions(provider.getMetadata().getGeneration(), clock.instant());
    try {
      String remark = check(provider.getSpec(), provider.getMetadata().getNamespace());
      return say.met(
          Conditions.READY, "Usable", IN_ORDER + (remark.isEmpty() ? "" : "; " + remark));
    } catch (Refusal refusal) {
      return say.unmet(Conditions.READY, refusal.reason(), refusal.message());
    }
  }

  private String check(ModelProviderSpec spec, String namespace) {
    if (spec.type() == ProviderType.ONNX) return "";
    SecretRef ref = spec.credentialsSecretRef();
    Credential key =
        ref == null ? null : credentials.read("spec.credentialsSecretRef", ref, namespace);
    return remote.check(spec, key);
  }
}

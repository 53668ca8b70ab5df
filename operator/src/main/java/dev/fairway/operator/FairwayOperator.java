package dev.fairway.operator;

import dev.fairway.operator.credentials.Credentials;
import dev.fairway.operator.events.EventRecorder;
import dev.fairway.operator.holder.Holder;
import dev.fairway.operator.holder.HolderLease;
import dev.fairway.operator.inference.InferenceReconciler;
import dev.fairway.operator.keys.KeyReconciler;
import dev.fairway.operator.model.ModelObjects;
import dev.fairway.operator.model.ModelReconciler;
import dev.fairway.operator.model.Models;
import dev.fairway.operator.provider.BuiltIn;
import dev.fairway.operator.provider.Gates;
import dev.fairway.operator.provider.ProviderReconciler;
import dev.fairway.operator.provider.RemoteModels;
import dev.fairway.operator.route.RouteReconciler;
import dev.fairway.operator.route.Routes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One operator process: Fairway's controllers on one cluster. Any number may work on the same
/// cluster at once. The CustomResourceDefinitions must be established before. The client stays the
/// caller's.
public final class FairwayOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FairwayOperator.class);
  private static final Duration STOP_RECONCILES_WITHIN = Duration.ofSeconds(5);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  private final Operator operator;
  private final InferenceReconciler inference;
  private final EventRecorder events;
  private final HolderLease lease;
  private final OperatorSettings settings;

  private FairwayOperator(
      KubernetesClient client,
      Map<String, BuiltIn> builtIns,
      RemoteModels remote,
      OperatorSettings settings,
      Clock clock) {
    Holder holder = Holder.ofThisProcess(settings.pod());
    this.settings = settings;
    this.events = new EventRecorder(client, holder.toString(), clock);
    this.lease =
        new HolderLease(client, settings.leaseNamespace(), holder, settings.leaseDuration(), clock);
    Credentials credentials = new Credentials(client);
    ProviderReconciler providers =
        new ProviderReconciler(client, credentials, remote, builtIns, clock);
    ModelObjects modelObjects = new ModelObjects(client);
    Models models = new Models(modelObjects, providers.targets(settings.localCallsAtOnce()));
    Gates gates = new Gates();
    Routes routes = new Routes(models, gates, clock);
    this.inference =
        new InferenceReconciler(
            client,
            models,
            routes,
            gates,
            credentials,
            remote,
            events,
            lease,
            settings.callLimit(),
            clock);
    this.operator = operator(client, settings.reconcilesAtOnce());
    register(providers);
    register(new ModelReconciler(client, modelObjects, models, clock));
    register(new RouteReconciler(client, routes, clock));
    register(inference);
    register(new KeyReconciler(client, settings.leaseNamespace(), clock));
  }

  /// Starts the controllers; returns when they have read what there is.
  ///
  /// @param builtIns models of the provider `local`, by name
  /// @param remote makes the models behind HTTP
  public static FairwayOperator start(
      KubernetesClient client,
      Map<String, BuiltIn> builtIns,
      RemoteModels remote,
      OperatorSettings settings,
      Clock clock) {
    FairwayOperator started = new FairwayOperator(client, builtIns, remote, settings, clock);
    try {
      started.lease.start();
      started.operator.start();
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private static Operator operator(KubernetesClient client, int reconcilesAtOnce) {
    return new Operator(overrider ->
        overrider
            .withKubernetesClient(client)
            .withCloseClientOnStop(false)
            .checkingCRDAndValidateLocalModel(false)
            .withUseSSAToPatchPrimaryResource(false)
            .withReconciliationTerminationTimeout(STOP_RECONCILES_WITHIN)
            .withExecutorService(ReconcileThreads.bounded(reconcilesAtOnce)));
  }

  private <R extends HasMetadata> void register(Reconciler<R> reconciler) {
    GenericRetry untilItWorks =
        new GenericRetry()
            .setInitialInterval(FIRST_RETRY)
            .setIntervalMultiplier(2)
            .setMaxInterval(LONGEST_RETRY.toMillis())
            .withoutMaxAttempts();
    operator.register(
        reconciler,
        overrider -> {
          overrider.withRetry(untilItWorks);
          if (!settings.namespaces().isEmpty()) overrider.settingNamespaces(settings.namespaces());
        });
  }

  /// Stops in order: no new claims; unsent claims go back; running calls get the grace period and
  /// are published; the rest is settled by `onInterruption`. Nothing is left claimed.
  @Override
  public void close() {
    inference.windDown(settings.grace());
    try {
      operator.stop();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("controllers did not stop cleanly");
    }
    inference.settle();
    events.close();
    lease.close();
  }
}

package dev.fairway.operator.keys;

import dev.fairway.api.v1.ApiKey;
import dev.fairway.api.v1.ApiKeySpec;
import dev.fairway.api.v1.ApiKeyStatus;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.Consumer;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.status.StaleStatus;
import dev.fairway.operator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Gives each ApiKey its key, once, and says whether it works.
@ControllerConfiguration(
    name = "api-key",
    informer = @Informer(comparableResourceVersions = false),
    maxReconciliationInterval = @MaxReconciliationInterval(interval = 0))
public final class KeyReconciler implements Reconciler<ApiKey> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final KeySecrets secrets;
  private final StatusWriter<ApiKeyStatus, ApiKey> statuses;
  private final Clock clock;

  /// @param pepperNamespace where the installation's pepper is kept
  public KeyReconciler(KubernetesClient client, String pepperNamespace, Clock clock) {
    this.client = client;
    this.secrets = new KeySecrets(client, pepperNamespace);
    this.statuses = new StatusWriter<>(client, ApiKey.class);
    this.clock = clock;
  }

  @Override
  public UpdateControl<ApiKey> reconcile(ApiKey cached, Context<ApiKey> context) {
    ApiKey key = statuses.freshest(cached);
    if (key.isMarkedForDeletion()) return UpdateControl.noUpdate();
    try {
      statuses.write(key, status(key));
      return UpdateControl.<ApiKey>noUpdate().rescheduleAfter(lookAgain(key.getSpec()));
    } catch (StaleStatus _) {
      return UpdateControl.<ApiKey>noUpdate().rescheduleAfter(SOON);
    }
  }

  /// An expiry is told when it comes.
  private Duration lookAgain(ApiKeySpec spec) {
    Instant expires = spec.expiresAt();
    if (expires == null) return LOOK_AGAIN;
    Duration left = Duration.between(clock.instant(), expires);
    boolean soon = left.isPositive() && left.compareTo(LOOK_AGAIN) < 0;
    return soon ? left.plus(SOON) : LOOK_AGAIN;
  }

  private ApiKeyStatus status(ApiKey key) {
    Conditions say = new Conditions(key.getMetadata().getGeneration(), clock.instant());
    ApiKeyStatus before = key.getStatus() == null ? ApiKeyStatus.EMPTY : key.getStatus();
    ApiKeyStatus now = before.withObservedGeneration(key.getMetadata().getGeneration());
    try {
      return now.withPrefix(secrets.keep(key)).withCondition(ready(key, say));
    } catch (Refusal refusal) {
      return now.withCondition(say.unmet(Conditions.READY, refusal.reason(), refusal.message()));
    }
  }

  private Condition ready(ApiKey key, Conditions say) {
    ApiKeySpec spec = key.getSpec();
    if (spec.disabled()) {
      return say.unmet(Conditions.READY, "Disabled", "spec.disabled: the key is refused");
    }
    if (spec.expiresAt() != null && !clock.instant().isBefore(spec.expiresAt())) {
      return say.unmet(
          Conditions.READY,
          "Expired",
          "spec.expiresAt: the key stopped working at %s".formatted(spec.expiresAt()));
    }
    if (spec.consumerRef() != null && !exists(key, spec.consumerRef().name())) {
      return say.unmet(
          Conditions.READY,
          "ConsumerNotFound",
          "spec.consumerRef.name: there is no Consumer %s in this namespace"
              .formatted(spec.consumerRef().name()));
    }
    return say.met(Conditions.READY, "Usable", "the key works");
  }

  private boolean exists(ApiKey key, String consumer) {
    return client
            .resources(Consumer.class)
            .inNamespace(key.getMetadata().getNamespace())
            .withName(consumer)
            .get()
        != null;
  }
}

package dev.fairway.operator.model;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.Model;
import dev.fairway.api.v1.ModelStatus;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.provider.Target;
import dev.fairway.operator.status.StaleStatus;
import dev.fairway.operator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Says of each Model whether requests can use it: its provider is there, its prices make sense,
/// its aliases are its own.
@ControllerConfiguration(
    name = "model",
    informer = @Informer(comparableResourceVersions = false),
    maxReconciliationInterval = @MaxReconciliationInterval(interval = 0))
public final class ModelReconciler implements Reconciler<Model> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  /// Its provider often comes a moment later.
  private static final Duration LOOK_AGAIN_AT_UNUSABLE = Duration.ofSeconds(3);

  private static final Duration SOON = Duration.ofMillis(200);

  private final ModelObjects objects;
  private final Models models;
  private final StatusWriter<ModelStatus, Model> statuses;
  private final Clock clock;

  /// @param objects shall see what this controller's informer sees
  public ModelReconciler(
      KubernetesClient client, ModelObjects objects, Models models, Clock clock) {
    this.objects = objects;
    this.models = models;
    this.statuses = new StatusWriter<>(client, Model.class);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Model>> prepareEventSources(EventSourceContext<Model> context) {
    objects.readFrom(context.getPrimaryCache()::list);
    return List.of();
  }

  @Override
  public UpdateControl<Model> reconcile(Model cached, Context<Model> context) {
    Model model = statuses.freshest(cached);
    Condition ready = ready(model);
    ModelStatus before = model.getStatus() == null ? ModelStatus.EMPTY : model.getStatus();
    try {
      statuses.write(
          model,
          before.withObservedGeneration(model.getMetadata().getGeneration()).withCondition(ready));
      return again(ready.holds() ? LOOK_AGAIN : LOOK_AGAIN_AT_UNUSABLE);
    } catch (StaleStatus _) {
      return again(SOON);
    }
  }

  private static UpdateControl<Model> again(Duration delay) {
    return UpdateControl.<Model>noUpdate().rescheduleAfter(delay);
  }

  private Condition ready(Model model) {
    Conditions say = new Conditions(model.getMetadata().getGeneration(), clock.instant());
    try {
      Target target = models.find(model, null);
      checkAliases(model);
      return say.met(
          Conditions.READY,
          "Usable",
          "model %s of provider %s".formatted(target.model(), target.provider()));
    } catch (Refusal refusal) {
      return say.unmet(Conditions.READY, refusal.reason(), refusal.message());
    }
  }

  private void checkAliases(Model model) {
    List<String> aliases = model.getSpec().aliases();
    for (int i = 0; i < aliases.size(); i++) {
      Optional<Model> other = otherCalled(aliases.get(i), model);
      if (other.isPresent()) {
        throw new Refusal(
            "AliasTaken",
            "spec.aliases[%d]: %s is a name of Model %s as well"
                .formatted(i, aliases.get(i), ModelObjects.name(other.get())));
      }
    }
  }

  private Optional<Model> otherCalled(String name, Model model) {
    return objects.in(model.getMetadata().getNamespace()).stream()
        .filter(other -> !ModelObjects.name(other).equals(ModelObjects.name(model)))
        .filter(other ->
            ModelObjects.name(other).equals(name) || other.getSpec().aliases().contains(name))
        .findFirst();
  }
}

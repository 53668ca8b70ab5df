package dev.fairway.operator.route;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.ModelRoute;
import dev.fairway.api.v1.ModelRouteStatus;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.conditions.Refusal;
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

/// Says of each ModelRoute whether all of its targets can be asked; calls take those that can.
@ControllerConfiguration(
    name = "model-route",
    informer = @Informer(comparableResourceVersions = false),
    triggerReconcilerOnAllEvents = true,
    maxReconciliationInterval = @MaxReconciliationInterval(interval = 0))
public final class RouteReconciler implements Reconciler<ModelRoute> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  /// A target often comes a moment later.
  private static final Duration LOOK_AGAIN_AT_UNUSABLE = Duration.ofSeconds(3);

  private static final Duration SOON = Duration.ofMillis(200);

  private final Routes routes;
  private final StatusWriter<ModelRouteStatus, ModelRoute> statuses;
  private final Clock clock;

  public RouteReconciler(KubernetesClient client, Routes routes, Clock clock) {
    this.routes = routes;
    this.statuses = new StatusWriter<>(client, ModelRoute.class);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ModelRoute>> prepareEventSources(
      EventSourceContext<ModelRoute> context) {
    routes.objects().readFrom(context.getPrimaryCache()::list);
    return List.of();
  }

  @Override
  public UpdateControl<ModelRoute> reconcile(ModelRoute cached, Context<ModelRoute> context) {
    if (context.isPrimaryResourceDeleted()) return forget(cached);
    ModelRoute route = statuses.freshest(cached);
    Condition ready = ready(route);
    ModelRouteStatus before =
        route.getStatus() == null ? ModelRouteStatus.EMPTY : route.getStatus();
    try {
      statuses.write(
          route,
          before.withObservedGeneration(route.getMetadata().getGeneration()).withCondition(ready));
      return again(ready.holds() ? LOOK_AGAIN : LOOK_AGAIN_AT_UNUSABLE);
    } catch (StaleStatus _) {
      return again(SOON);
    }
  }

  private UpdateControl<ModelRoute> forget(ModelRoute gone) {
    routes.forget(gone.getMetadata().getUid());
    statuses.forget(gone.getMetadata().getUid());
    return UpdateControl.noUpdate();
  }

  private static UpdateControl<ModelRoute> again(Duration delay) {
    return UpdateControl.<ModelRoute>noUpdate().rescheduleAfter(delay);
  }

  private Condition ready(ModelRoute route) {
    Conditions say = new Conditions(route.getMetadata().getGeneration(), clock.instant());
    try {
      routes.check(route);
      return say.met(Conditions.READY, "Usable", targets(route));
    } catch (Refusal refusal) {
      return say.unmet(Conditions.READY, refusal.reason(), refusal.message());
    }
  }

  private static String targets(ModelRoute route) {
    return route.getSpec().targets().size() == 1
        ? "1 target"
        : route.getSpec().targets().size() + " targets";
  }
}

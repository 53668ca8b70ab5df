package dev.fairway.operator;

import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.provider.BuiltIn;
import dev.fairway.operator.provider.RemoteModels;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.RequestCounter;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// An operator that watches the test's namespace, with one model named `fake`, and the test's hands
/// on the requests there.
final class OperatorOnCluster implements AutoCloseable {
  static final RemoteModels NO_REMOTE =
      (_, _, _) -> {
        throw new Refusal("ProviderNotSupported", "no remote models in this test");
      };
  static final int PLACES = 8;
  static final Duration LEASE = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final RequestCounter counter = new RequestCounter();
  private final FairwayOperator operator;

  private OperatorOnCluster(Cluster cluster, String pod, ChatModel model, RemoteModels remote) {
    this.cluster = cluster;
    this.operator = start(cluster.newClient(counter), cluster.namespace(), pod, model, remote);
  }

  static OperatorOnCluster with(Cluster cluster, ChatModel model) {
    return named(cluster, "pod-0", model);
  }

  static OperatorOnCluster named(Cluster cluster, String pod, ChatModel model) {
    return new OperatorOnCluster(cluster, pod, model, NO_REMOTE);
  }

  static FairwayOperator start(
      KubernetesClient client, String namespace, String pod, ChatModel model, RemoteModels remote) {
    return FairwayOperator.start(
        client,
        Map.of("fake", new BuiltIn.Chat(model, "1")),
        remote,
        OperatorSettings.of(pod, namespace, PLACES)
            .withNamespaces(Set.of(namespace))
            .withTimes(LEASE, Duration.ZERO),
        Clock.systemUTC());
  }

  RequestCounter counter() {
    return counter;
  }

  /// Creates a request that asks the model `fake`.
  ModelInferenceRequest ask(String name, String text) {
    return ask(name, text, spec -> spec);
  }

  ModelInferenceRequest ask(
      String name, String text, UnaryOperator<ModelInferenceRequestSpec> change) {
    return create(cluster, name, change.apply(specOf(text)));
  }

  static ModelInferenceRequestSpec specOf(String text) {
    return ModelInferenceRequestSpec.of(
        new ModelRef("fake", "local", null), FreeJson.of(Map.of("text", text)));
  }

  static ModelInferenceRequest create(
      Cluster cluster, String name, ModelInferenceRequestSpec spec) {
    ModelInferenceRequest request = new ModelInferenceRequest();
    request.setMetadata(
        new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName(name).build());
    request.setSpec(spec);
    return cluster.client().resource(request).create();
  }

  static Resource<ModelInferenceRequest> handle(Cluster cluster, String name) {
    return cluster
        .client()
        .resources(ModelInferenceRequest.class)
        .inNamespace(cluster.namespace())
        .withName(name);
  }

  Resource<ModelInferenceRequest> handle(String name) {
    return handle(cluster, name);
  }

  /// Edits as a person would: again, when the operator wrote in between.
  void edit(String name, UnaryOperator<ModelInferenceRequestSpec> change) {
    Awaits.await(name + " is edited", () -> isEdited(name, change), edited -> edited);
  }

  private boolean isEdited(String name, UnaryOperator<ModelInferenceRequestSpec> change) {
    ModelInferenceRequest request = handle(name).get();
    request.setSpec(change.apply(request.getSpec()));
    try {
      cluster.client().resource(request).update();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
      return false;
    }
  }

  /// Waits until the request has ended, and gives its status.
  ModelInferenceRequestStatus ended(String name) {
    return await(name, "has ended", OperatorOnCluster::isEnded);
  }

  ModelInferenceRequestStatus running(String name) {
    return await(
        name, "is running", status -> reason(status, Conditions.RUNNING).equals("Calling"));
  }

  ModelInferenceRequestStatus await(
      String name, String what, Predicate<ModelInferenceRequestStatus> condition) {
    return await(cluster, name, what, condition);
  }

  static ModelInferenceRequestStatus await(
      Cluster cluster, String name, String what, Predicate<ModelInferenceRequestStatus> condition) {
    ModelInferenceRequest seen =
        Awaits.await(
            name + " " + what,
            () -> handle(cluster, name).get(),
            request ->
                request != null
                    && request.getStatus() != null
                    && Objects.equals(
                        request.getMetadata().getGeneration(),
                        request.getStatus().observedGeneration())
                    && condition.test(request.getStatus()));
    return Objects.requireNonNull(seen.getStatus());
  }

  static boolean isEnded(ModelInferenceRequestStatus status) {
    return status
        .condition(Conditions.COMPLETED)
        .filter(completed -> !completed.status().equals("Unknown"))
        .isPresent();
  }

  /// Reason of the condition, empty when there is none.
  static String reason(ModelInferenceRequestStatus status, String type) {
    return status.condition(type).map(Condition::reason).orElse("");
  }

  /// The answer's text.
  static String text(ModelInferenceRequestStatus status) {
    return Objects.requireNonNull(status.inferenceResult(), "an answer").text("text").orElseThrow();
  }

  static Attempt attempt(ModelInferenceRequestStatus status) {
    return Objects.requireNonNull(status.attempt(), "an attempt");
  }

  static String completed(ModelInferenceRequestStatus status) {
    return reason(status, Conditions.COMPLETED);
  }

  @Override
  public void close() {
    operator.close();
  }
}

package dev.fairway.operator.model;

import dev.fairway.api.v1.Model;
import dev.fairway.operator.provider.Listing;
import dev.fairway.operator.provider.Target;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The Model objects of the cluster, as the model controller's informer has them. Thread-safe.
public final class ModelObjects {
  private final @Nullable KubernetesClient client;
  private volatile Supplier<Stream<Model>> cached = Stream::empty;

  /// Sees none until the controller has started.
  public ModelObjects(KubernetesClient client) {
    this.client = client;
  }

  private ModelObjects(@Nullable KubernetesClient client, List<Model> now) {
    this.client = client;
    this.cached = now::stream;
  }

  /// Those of a namespace as they are now.
  public static ModelObjects now(KubernetesClient client, String namespace) {
    return new ModelObjects(
        client,
        Listing.orNone(
            () -> client.resources(Model.class).inNamespace(namespace).list().getItems()));
  }

  /// None at all.
  public static ModelObjects none() {
    return new ModelObjects(null, List.of());
  }

  void readFrom(Supplier<Stream<Model>> cache) {
    cached = cache;
  }

  /// All of the namespace, by name.
  List<Model> in(String namespace) {
    return cached
        .get()
        .filter(model -> model.getMetadata().getNamespace().equals(namespace))
        .sorted(Comparator.comparing(ModelObjects::name))
        .toList();
  }

  Optional<Model> named(String name, String namespace) {
    return in(namespace).stream().filter(model -> name(model).equals(name)).findAny();
  }

  List<Model> withAlias(String alias, String namespace) {
    return in(namespace).stream()
        .filter(model -> model.getSpec().aliases().contains(alias))
        .toList();
  }

  /// The first that describes the target: of its provider, and with its name there.
  Optional<Model> describing(Target target, String namespace) {
    return in(namespace).stream()
        .filter(model -> model.getSpec().providerRef().name().equals(target.provider()))
        .filter(model -> upstreamName(model).equals(target.model()))
        .findFirst();
  }

  /// As the server has it, for one that was created a moment ago.
  Optional<Model> read(String name, String namespace) {
    return Optional.ofNullable(client)
        .map(known -> known.resources(Model.class).inNamespace(namespace).withName(name).get());
  }

  static String name(Model model) {
    return model.getMetadata().getName();
  }

  static String upstreamName(Model model) {
    return Objects.requireNonNullElse(model.getSpec().upstreamName(), name(model));
  }
}

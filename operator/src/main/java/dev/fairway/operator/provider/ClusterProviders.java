package dev.fairway.operator.provider;

import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.Selector;
import dev.fairway.api.v1.VisibleNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The ModelProvider objects of a cluster, as an informer or a list has them. One of the namespace
/// that was created a moment ago is looked up at the server before it counts as absent.
/// Thread-safe.
final class ClusterProviders implements ProviderObjects {
  private final KubernetesClient client;
  private final Supplier<Stream<ModelProvider>> cached;

  ClusterProviders(KubernetesClient client, Supplier<Stream<ModelProvider>> cached) {
    this.client = client;
    this.cached = cached;
  }

  /// All there are now. One who may not list them sees none of other namespaces; in a cluster
  /// without Fairway there are none.
  static List<ModelProvider> list(KubernetesClient client) {
    return Listing.orNone(
        () -> client.resources(ModelProvider.class).inAnyNamespace().list().getItems());
  }

  @Override
  public Optional<ModelProvider> find(String name, String namespace) {
    return in(namespace, name)
        .or(() -> shared(name, namespace))
        .or(() -> Optional.ofNullable(read(name, namespace)));
  }

  @Override
  public Stream<String> visibleFrom(String namespace) {
    return cached
        .get()
        .filter(provider -> isIn(provider, namespace) || isOpenTo(provider, namespace))
        .map(provider -> provider.getMetadata().getName());
  }

  private Optional<ModelProvider> in(String namespace, String name) {
    return cached
        .get()
        .filter(provider -> isIn(provider, namespace))
        .filter(provider -> provider.getMetadata().getName().equals(name))
        .findAny();
  }

  /// With several of one name, the namespace that comes first in the alphabet decides.
  private Optional<ModelProvider> shared(String name, String namespace) {
    return cached
        .get()
        .filter(provider -> provider.getMetadata().getName().equals(name))
        .sorted(Comparator.comparing(provider -> provider.getMetadata().getNamespace()))
        .filter(provider -> isOpenTo(provider, namespace))
        .findFirst();
  }

  private @Nullable ModelProvider read(String name, String namespace) {
    return client.resources(ModelProvider.class).inNamespace(namespace).withName(name).get();
  }

  private static boolean isIn(ModelProvider provider, String namespace) {
    return provider.getMetadata().getNamespace().equals(namespace);
  }

  private boolean isOpenTo(ModelProvider provider, String namespace) {
    VisibleNamespaces visible = provider.getSpec().namespaces();
    if (visible == null) return false;
    return switch (visible.from()) {
      case SAME -> false;
      case ALL -> true;
      case SELECTOR -> visible.selector() != null && matches(visible.selector(), namespace);
    };
  }

  private boolean matches(Selector selector, String namespace) {
    Namespace object = client.namespaces().withName(namespace).get();
    if (object == null) return false;
    Map<String, String> labels =
        object.getMetadata().getLabels() == null ? Map.of() : object.getMetadata().getLabels();
    return selector.matches(labels);
  }
}

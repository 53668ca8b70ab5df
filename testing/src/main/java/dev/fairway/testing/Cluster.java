package dev.fairway.testing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// What a test sees of its back end: an administrator's client, a namespace of its own, and a way
/// to make more clients whose requests are counted. Closed by the extension after the test, and
/// with it every client it made.
public final class Cluster implements AutoCloseable {
  private final Backend backend;
  private final String kubeconfig;
  private final String namespace = "test-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<KubernetesClient> clients = new ArrayList<>();
  private final KubernetesClient client;

  private Cluster(Backend backend, String kubeconfig) {
    this.backend = backend;
    this.kubeconfig = kubeconfig;
    this.client = newClient(new RequestCounter());
  }

  static Cluster open(Backend backend, String kubeconfig) {
    return new Cluster(backend, kubeconfig);
  }

  public Backend backend() {
    return backend;
  }

  public String kubeconfig() {
    return kubeconfig;
  }

  public String namespace() {
    return namespace;
  }

  /// The test's own client; its default namespace is [#namespace()].
  public KubernetesClient client() {
    return client;
  }

  /// Another client with connections of its own, say for the operator under test.
  ///
  /// @param interceptors see every request, as the counter does
  public KubernetesClient newClient(RequestCounter counter, Interceptor... interceptors) {
    Config config = Config.fromKubeconfig(kubeconfig);
    config.setNamespace(namespace);
    KubernetesClient made =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(http -> {
              http.addOrReplaceInterceptor(RequestCounter.class.getName(), counter);
              for (Interceptor interceptor : interceptors) {
                http.addOrReplaceInterceptor(interceptor.getClass().getName(), interceptor);
              }
            })
            .build();
    clients.add(made);
    return made;
  }

  void establish(List<String> crds) {
    for (String name : crds) {
      for (Path file : yamlFiles(Path.of(name))) {
        for (HasMetadata crd : load(file)) awaitEstablished(crd);
      }
    }
  }

  private static List<Path> yamlFiles(Path path) {
    if (!Files.isDirectory(path)) return List.of(path);
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<HasMetadata> load(Path file) {
    try (InputStream yaml = Files.newInputStream(file)) {
      return client.load(yaml).serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEstablished(HasMetadata crd) {
    String name = crd.getMetadata().getName();
    Awaits.await(
        "the CustomResourceDefinition " + name + " is established",
        () -> client.apiextensions().v1().customResourceDefinitions().withName(name).get(),
        Cluster::isEstablished);
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  void createNamespace() {
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    clients.reversed().forEach(KubernetesClient::close);
  }
}

package dev.fairway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.apiserver.access.User;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole server with a real client.
class ApiServerTest {
  private static KubernetesClient client(ApiServer server) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(server.kubeconfig()))
        .build();
  }

  private static ConfigMap configMap(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("key", value)
        .build();
  }

  @Test
  void servesAClientFromCreationToDeletion() {
    try (ApiServer server = ApiServer.builder().build().start();
        KubernetesClient client = client(server)) {
      var maps = client.configMaps().inNamespace("default");

      maps.resource(configMap("a", "1")).create();
      maps.resource(configMap("a", "2")).forceConflicts().serverSideApply();
      maps.withName("a").edit(map -> configMap("a", "3"));

      assertThat(maps.withName("a").get().getData()).containsEntry("key", "3");
      assertThatThrownBy(() -> maps.resource(configMap("a", "4")).create())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("configmaps \"a\" already exists");
      assertThat(maps.withName("a").delete()).hasSize(1);
      assertThat(maps.withName("a").get()).isNull();
    }
  }

  @Test
  void sendsChangesToAWatcher() throws InterruptedException {
    try (ApiServer server = ApiServer.builder().build().start();
        KubernetesClient client = client(server)) {
      var maps = client.configMaps().inNamespace("default");
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      try (var _ = maps.withName("w").watch(collecting(seen))) {
        maps.resource(configMap("w", "1")).create();
        maps.withName("w").edit(map -> configMap("w", "2"));
        maps.withName("w").delete();

        assertThat(next(seen)).isEqualTo("ADDED 1");
        assertThat(next(seen)).isEqualTo("MODIFIED 2");
        assertThat(next(seen)).isEqualTo("DELETED 2");
      }
    }
  }

  private static String next(BlockingQueue<String> seen) throws InterruptedException {
    return String.valueOf(seen.poll(30, TimeUnit.SECONDS));
  }

  private static Watcher<ConfigMap> collecting(BlockingQueue<String> seen) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, ConfigMap map) {
        seen.add(action + " " + map.getData().get("key"));
      }

      @Override
      public void onClose(WatcherException cause) {}
    };
  }

  @Test
  void servesACustomResourceAsSoonAsItsDefinitionIsAnswered() {
    try (ApiServer server = ApiServer.builder().build().start();
        KubernetesClient client = client(server)) {
      client.load(getClass().getResourceAsStream("/foos.yaml")).create();
      var foos =
          client
              .genericKubernetesResources(
                  new ResourceDefinitionContext.Builder()
                      .withGroup("example.com")
                      .withVersion("v1")
                      .withKind("Foo")
                      .withPlural("foos")
                      .withNamespaced(true)
                      .build())
              .inNamespace("default");
      GenericKubernetesResource foo = new GenericKubernetesResource();
      foo.setApiVersion("example.com/v1");
      foo.setKind("Foo");
      foo.setMetadata(configMap("f", "").getMetadata());
      foo.setAdditionalProperties(Map.of("spec", Map.of("image", "x")));

      GenericKubernetesResource made = foos.resource(foo).create();

      assertThat(made.<Object>get("spec", "replicas")).isEqualTo(1);
      assertThat(foos.list().getItems()).hasSize(1);
    }
  }

  @Test
  void deletesWhatANamespaceHolds() {
    try (ApiServer server = ApiServer.builder().build().start();
        KubernetesClient client = client(server)) {
      client
          .namespaces()
          .resource(new NamespaceBuilder().withNewMetadata().withName("gone").endMetadata().build())
          .create();
      client.configMaps().inNamespace("gone").resource(configMap("a", "1")).create();

      client.namespaces().withName("gone").delete();

      client
          .namespaces()
          .withName("gone")
          .waitUntilCondition(found -> found == null, 30, TimeUnit.SECONDS);
      assertThat(client.configMaps().inNamespace("gone").list().getItems()).isEmpty();
    }
  }

  @Test
  void findsItsObjectsAgainInTheDataFolder(@TempDir Path folder) {
    String kubeconfig;
    try (ApiServer server = ApiServer.builder().dataFolder(folder).build().start();
        KubernetesClient client = client(server)) {
      client.load(getClass().getResourceAsStream("/foos.yaml")).create();
      client.configMaps().inNamespace("default").resource(configMap("kept", "1")).create();
      kubeconfig = server.kubeconfig();
    }
    try (ApiServer server = ApiServer.builder().dataFolder(folder).build().start();
        KubernetesClient client = client(server)) {
      assertThat(client.configMaps().inNamespace("default").withName("kept").get()).isNotNull();
      assertThat(client.getApiResources("example.com/v1").getResources()).isNotEmpty();
      assertThat(Config.fromKubeconfig(kubeconfig).getClientCertData())
          .isEqualTo(Config.fromKubeconfig(server.kubeconfig()).getClientCertData());
    }
  }

  @Test
  void refusesAUserWithoutRights() {
    User bob = new User("bob", "", List.of(), Map.of());
    try (ApiServer server = ApiServer.builder().token("secret", bob).build().start()) {
      Config admin = Config.fromKubeconfig(server.kubeconfig());
      Config config =
          new ConfigBuilder(Config.empty())
              .withMasterUrl(server.url().toString())
              .withCaCertData(admin.getCaCertData())
              .withOauthToken("secret")
              .build();
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        assertThatThrownBy(() -> client.configMaps().inNamespace("default").list())
            .isInstanceOf(KubernetesClientException.class)
            .hasMessageContaining(
                "configmaps is forbidden: User \"bob\" cannot list resource \"configmaps\" in API"
                    + " group \"\" in the namespace \"default\"");
      }
    }
  }

  /// The bodies of kube-apiserver 1.36.3, but for their last line end.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /foo                | 403 | "message":"forbidden: User \\"bob\\" cannot get path \\"/foo\\"","reason":"Forbidden","details":{},"code":403}
          /api/v1/secrets     | 403 | "message":"secrets is forbidden: User \\"bob\\" cannot list resource \\"secrets\\" in API group \\"\\" at the cluster scope","reason":"Forbidden","details":{"kind":"secrets"},"code":403}
          /api/v1/secrets?bad | 401 | "message":"Unauthorized","reason":"Unauthorized","code":401}
          """)
  void refusesInTheWordsOfTheRealServer(String path, int code, String end) throws Exception {
    User bob = new User("bob", "", List.of(), Map.of());
    try (ApiServer server = ApiServer.builder().token("secret", bob).build().start();
        HttpClient client = HttpClient.newBuilder().sslContext(trusting(server)).build()) {
      String token = path.endsWith("?bad") ? "wrong" : "secret";
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(server.url().resolve(path))
                  .header("authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(code);
      assertThat(answer.body())
          .isEqualToIgnoringNewLines(
              "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                  + end);
    }
  }

  private static SSLContext trusting(ApiServer server) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", server.caCertificate());
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @Test
  void closesWhileAWatchIsOpen() throws InterruptedException {
    ApiServer server = ApiServer.builder().build().start();
    try (KubernetesClient client = client(server)) {
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      try (var _ = client.configMaps().inNamespace("default").watch(collecting(seen))) {
        client.configMaps().inNamespace("default").resource(configMap("w", "1")).create();
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();

        server.close();

        assertThatThrownBy(server::url).isInstanceOf(IllegalStateException.class);
      }
    }
  }
}

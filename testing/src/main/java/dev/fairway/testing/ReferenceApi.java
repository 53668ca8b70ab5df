package dev.fairway.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// The real thing on loopback: etcd, kube-apiserver and, for tests, the controller manager. The
/// administrator is a bearer token; the server signs its own certificate.
public final class ReferenceApi implements ApiUnderTest {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

  private static final List<String> FORGETFUL = List.of("--unsafe-no-fsync");

  private final Path folder;
  private final String token = UUID.randomUUID().toString();
  private final int port = freePort();
  private final List<WatchedProcess> processes = new ArrayList<>();

  private ReferenceApi(Path folder) {
    this.folder = folder;
  }

  /// For tests: etcd does not wait for the disk, and the controllers run where the folder has them.
  static ReferenceApi start(ReferenceBinaries binaries) {
    return start(binaries, FORGETFUL, binaries.controllerManager());
  }

  /// For benchmarks: etcd writes as it does in production, and no controllers take part.
  public static ReferenceApi startPair(ReferenceBinaries binaries) {
    return start(binaries, List.of(), Optional.empty());
  }

  private static ReferenceApi start(
      ReferenceBinaries binaries, List<String> etcdOptions, Optional<Path> controllers) {
    try {
      ReferenceApi api = new ReferenceApi(Files.createTempDirectory("fairway-reference"));
      try {
        String etcd = api.startEtcd(binaries.etcd(), etcdOptions);
        api.startApiServer(binaries.apiServer(), etcd);
        if (controllers.isPresent()) api.startControllerManager(controllers.get());
        return api;
      } catch (IOException | RuntimeException | Error e) {
        api.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String startEtcd(Path program, List<String> options) throws IOException {
    String clients = "http://127.0.0.1:" + freePort();
    String peers = "http://127.0.0.1:" + freePort();
    List<String> arguments =
        Stream.concat(
                Stream.of(
                    "--listen-client-urls=" + clients,
                    "--advertise-client-urls=" + clients,
                    "--listen-peer-urls=" + peers,
                    "--initial-advertise-peer-urls=" + peers,
                    "--initial-cluster=default=" + peers,
                    "--data-dir=" + folder.resolve("etcd"),
                    "--log-level=error"),
                options.stream())
            .toList();
    WatchedProcess etcd = run(program, arguments.toArray(String[]::new));
    awaitReady(etcd, () -> answersOk(URI.create(clients + "/health")));
    return clients;
  }

  private void startApiServer(Path program, String etcd) throws IOException {
    Path tokens = folder.resolve("tokens.csv");
    Files.writeString(tokens, token + ",admin,admin,system:masters\n");
    Path accountKey = writeServiceAccountKey();
    WatchedProcess server =
        run(
            program,
            "--etcd-servers=" + etcd,
            "--cert-dir=" + folder.resolve("certificates"),
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            "--secure-port=" + port,
            "--service-cluster-ip-range=10.0.0.0/24",
            "--allow-privileged=true",
            "--authorization-mode=RBAC",
            "--token-auth-file=" + tokens,
            "--disable-admission-plugins=ServiceAccount",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + accountKey,
            "--service-account-signing-key-file=" + accountKey);
    awaitReady(server, () -> Files.exists(certificate()) && serverIsReady());
  }

  private void startControllerManager(Path program) throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, kubeconfig());
    run(
        program,
        "--kubeconfig=" + kubeconfig,
        "--service-account-private-key-file=" + folder.resolve("accounts.pem"),
        "--root-ca-file=" + certificate(),
        "--use-service-account-credentials=false",
        "--leader-elect=false",
        "--secure-port=" + freePort(),
        "--bind-address=127.0.0.1");
  }

  private WatchedProcess run(Path program, String... arguments) throws IOException {
    Path log = folder.resolve(program.getFileName() + ".log");
    WatchedProcess process = WatchedProcess.start(program, List.of(arguments), log);
    processes.add(process);
    return process;
  }

  private Path writeServiceAccountKey() throws IOException {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(2048);
      Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
      String body = lines.encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
      Path file = folder.resolve("accounts.pem");
      return Files.writeString(
          file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitReady(WatchedProcess process, ReadyCheck ready) {
    Awaits.within(STARTS_WITHIN)
        .until(
            process.name() + " is ready",
            () -> isReady(ready) ? "ready" : process.tail(),
            "ready"::equals);
  }

  private static boolean isReady(ReadyCheck check) {
    try {
      return check.passes();
    } catch (IOException | RuntimeException _) {
      return false;
    }
  }

  private boolean serverIsReady() {
    Config config = Config.fromKubeconfig(kubeconfig());
    config.setRequestRetryBackoffLimit(0); // asked again soon enough
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return "ok".equals(client.raw("/readyz"));
    }
  }

  private static boolean answersOk(URI uri) throws IOException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private Path certificate() {
    return folder.resolve("certificates").resolve("apiserver.crt");
  }

  @Override
  public String kubeconfig() {
    try {
      String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate()));
      return """
      apiVersion: v1
      kind: Config
      clusters: [{name: reference, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
      users: [{name: admin, user: {token: %s}}]
      contexts: [{name: reference, context: {cluster: reference, user: admin}}]
      current-context: reference
      """
          .formatted(port, authority, token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The programs that make up this server.
  public List<WatchedProcess> processes() {
    return List.copyOf(processes);
  }

  @Override
  public void close() {
    processes.reversed().forEach(WatchedProcess::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface ReadyCheck {
    boolean passes() throws IOException;
  }
}

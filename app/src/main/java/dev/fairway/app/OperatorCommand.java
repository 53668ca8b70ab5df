package dev.fairway.app;

import dev.fairway.app.Fairway.UsageFailure;
import dev.fairway.operator.OperatorSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    description =
        "Runs the controllers against a cluster until it is stopped. Replicas may run side by side.")
final class OperatorCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final ClientOptions cluster;

  @Mixin private final LocalModelOptions models;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Watch this namespace only; may be repeated. Default: all")
  private List<String> namespaces = List.of();

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAME",
      description =
          "Where this process keeps its Lease. Default: the client's namespace, or default")
  private @Nullable String leaseNamespace;

  @Option(
      names = "--pod-name",
      paramLabel = "NAME",
      description =
          "Name of this replica that stays the same over restarts. Default: the host name")
  private @Nullable String pod;

  @Option(names = "--install-crds", description = "Apply the CustomResourceDefinitions first.")
  private boolean installCrds;

  OperatorCommand(Shell shell) {
    this.shell = shell;
    this.cluster = new ClientOptions(shell);
    this.models = new LocalModelOptions(shell);
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = shell.terminal();
    Stopwatch watch = Stopwatch.sinceProcessStart();
    Config config = cluster.required();
    try (Lifecycle lifecycle = new Lifecycle()) {
      Wiring wiring = new Wiring(lifecycle);
      models.loadInto(wiring);
      KubernetesClient client = wiring.client(config);
      prepare(client);
      wiring.operator(client, wiring.localModels(models.settings()), settings(config));
      terminal.print(
          "fairway operator ready in %s s: working for %s"
              .formatted(watch.seconds(), config.getMasterUrl()));
      lifecycle.runUntilAskedToStop();
      return 0;
    }
  }

  private void prepare(KubernetesClient client) {
    if (installCrds) {
      CrdInstaller.apply(client, CrdInstaller.definitions());
      return;
    }
    List<String> missing = CrdInstaller.missing(client);
    if (!missing.isEmpty()) {
      throw new UsageFailure(
          "the cluster lacks %s; run 'fairway crds | kubectl apply -f -', or start with --install-crds"
              .formatted(String.join(", ", missing)));
    }
  }

  private OperatorSettings settings(Config config) {
    String ownNamespace = config.getNamespace() == null ? "default" : config.getNamespace();
    return OperatorSettings.of(
            pod == null ? hostName() : pod,
            leaseNamespace == null ? ownNamespace : leaseNamespace,
            Runtime.getRuntime().availableProcessors())
        .withNamespaces(Set.copyOf(namespaces));
  }

  /// As a DNS label: a pod's host name is its name.
  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      String label = name.split("\\.")[0].replaceAll("[^a-z0-9-]", "-").replaceAll("^-+|-+$", "");
      return label.isEmpty() ? "fairway" : label.substring(0, Math.min(63, label.length()));
    } catch (UnknownHostException e) {
      return "fairway";
    }
  }
}

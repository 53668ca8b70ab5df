package dev.fairway.app;

import dev.fairway.api.keys.Pepper;
import dev.fairway.api.keys.PepperSecret;
import dev.fairway.app.Fairway.UsageFailure;
import dev.fairway.gateway.Gateway;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    description =
        "Runs the gateway by the objects of a cluster until it is stopped. Replicas may run side by side.")
final class GatewayCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final ClientOptions cluster;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Mixin private final LocalModelOptions models;

  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: 127.0.0.1, this machine only")
  private String address = "127.0.0.1";

  @Option(
      names = "--operator-namespace",
      paramLabel = "NAME",
      description =
          "Where the operator keeps the pepper of the keys: its --lease-namespace, kube-system for 'fairway up'. Default: the client's namespace, or default")
  private @Nullable String operatorNamespace;

  GatewayCommand(Shell shell) {
    this.shell = shell;
    this.cluster = new ClientOptions(shell);
    this.models = new LocalModelOptions(shell);
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = shell.terminal();
    Stopwatch watch = Stopwatch.sinceProcessStart();
    InetAddress bound = bound();
    Config config = cluster.required();
    try (Lifecycle lifecycle = new Lifecycle()) {
      Wiring wiring = new Wiring(lifecycle);
      models.loadInto(wiring);
      KubernetesClient client = wiring.client(config);
      requireDefinitions(client);
      Gateway running =
          wiring.gateway(
              client,
              wiring.localModels(models.settings()),
              pepper(client, config),
              gateway.settings(bound));
      terminal.print(
          "fairway gateway ready in %s s: %s"
              .formatted(watch.seconds(), GatewayOptions.url(bound, running.port())));
      lifecycle.runUntilAskedToStop();
      return 0;
    }
  }

  private InetAddress bound() {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new UsageFailure("--bind-address: " + address + " is no address of this machine");
    }
  }

  private static void requireDefinitions(KubernetesClient client) {
    List<String> missing = CrdInstaller.missing(client);
    if (!missing.isEmpty()) {
      throw new UsageFailure(
          "the cluster lacks %s; run 'fairway crds | kubectl apply -f -'"
              .formatted(String.join(", ", missing)));
    }
  }

  /// Never makes one: with another pepper than the operator's no key would be known.
  private Pepper pepper(KubernetesClient client, Config config) {
    String usual = config.getNamespace() == null ? "default" : config.getNamespace();
    String namespace = operatorNamespace == null ? usual : operatorNamespace;
    return PepperSecret.find(client, namespace)
        .orElseThrow(() ->
            new UsageFailure(
                "--operator-namespace: there is no Secret %s in namespace %s; the operator makes it in its own with the first ApiKey"
                    .formatted(PepperSecret.NAME, namespace)));
  }
}

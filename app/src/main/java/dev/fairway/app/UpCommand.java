package dev.fairway.app;

import dev.fairway.api.keys.PepperSecret;
import dev.fairway.gateway.Gateway;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Runs the Kubernetes API, the operator and the gateway in one process until it is stopped (Ctrl-C, SIGTERM).")
final class UpCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Mixin private final LocalModelOptions models;

  UpCommand(Shell shell) {
    this.shell = shell;
    this.models = new LocalModelOptions(shell);
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = shell.terminal();
    Stopwatch watch = Stopwatch.sinceProcessStart();
    try (Lifecycle lifecycle = new Lifecycle()) {
      Wiring wiring = new Wiring(lifecycle);
      models.loadInto(wiring);
      LocalCluster cluster =
          LocalCluster.start(wiring, terminal, server.builder(), models.settings());
      cluster.server().writeKubeconfig(server.kubeconfig());
      terminal.progress("starting the gateway");
      Gateway running =
          wiring.gateway(
              cluster.client(),
              cluster.models(),
              PepperSecret.obtain(cluster.client(), LocalCluster.SYSTEM_NAMESPACE),
              gateway.settings(server.inetAddress()));
      FirstKey key = FirstKey.of(cluster.client()).awaitedBy(running);
      terminal.print(
          "fairway ready in %s s: Kubernetes API %s, export KUBECONFIG=%s"
              .formatted(watch.seconds(), cluster.server().url(), server.kubeconfig()));
      terminal.print(key.told(GatewayOptions.url(server.inetAddress(), running.port())));
      lifecycle.runUntilAskedToStop();
      return 0;
    }
  }
}

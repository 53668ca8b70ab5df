package dev.fairway.app;

import dev.fairway.apiserver.ApiServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "apiserver",
    mixinStandardHelpOptions = true,
    description = "Runs the embedded Kubernetes API server alone until it is stopped.")
final class ApiServerCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ServerOptions options = new ServerOptions();

  ApiServerCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = shell.terminal();
    Stopwatch watch = Stopwatch.sinceProcessStart();
    try (Lifecycle lifecycle = new Lifecycle()) {
      ApiServer server = new Wiring(lifecycle).apiServer(options.builder());
      server.writeKubeconfig(options.kubeconfig());
      terminal.print(
          "fairway apiserver ready in %s s: %s, export KUBECONFIG=%s"
              .formatted(watch.seconds(), server.url(), options.kubeconfig()));
      lifecycle.runUntilAskedToStop();
      return 0;
    }
  }
}

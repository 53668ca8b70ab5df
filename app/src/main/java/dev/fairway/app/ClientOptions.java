package dev.fairway.app;

import dev.fairway.app.Fairway.UsageFailure;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster a command talks to: `--kubeconfig`, else KUBECONFIG, the running `fairway up` in
/// this folder, `~/.kube/config`, or the cluster this process runs in.
final class ClientOptions {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Cluster to use. Default: KUBECONFIG, .fairway/kubeconfig, ~/.kube/config, or in-cluster")
  private @Nullable Path kubeconfig;

  private final Shell shell;

  ClientOptions(Shell shell) {
    this.shell = shell;
  }

  /// Empty when no cluster is configured at all.
  Optional<Config> find() {
    if (kubeconfig != null) {
      return Optional.of(read(kubeconfig));
    }
    if (shell.variable("KUBECONFIG").isPresent()) {
      return Optional.of(Config.autoConfigure(null));
    }
    Path ofUp = shell.folder().resolve(".fairway").resolve("kubeconfig");
    if (Files.exists(ofUp)) {
      return Optional.of(read(ofUp));
    }
    Path ofUser = shell.home().resolve(".kube").resolve("config");
    return Files.exists(ofUser) || Files.exists(SERVICE_ACCOUNT)
        ? Optional.of(Config.autoConfigure(null))
        : Optional.empty();
  }

  Config required() {
    return find()
        .orElseThrow(() ->
            new UsageFailure(
                "no cluster is configured: set KUBECONFIG or --kubeconfig, or run 'fairway up' first"));
  }

  private static Config read(Path file) {
    try {
      return Config.fromKubeconfig(Files.readString(file));
    } catch (IOException e) {
      throw new UsageFailure("--kubeconfig: " + file + " cannot be read");
    }
  }
}

package dev.fairway.app;

import dev.fairway.api.v1.Durations;
import dev.fairway.app.Fairway.UsageFailure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Keys of the gateway.",
    synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description =
          "Creates an ApiKey and prints its key, this once; it is not kept anywhere. An operator must be running.")
  static final class Create implements Callable<Integer> {
    private final Shell shell;

    @Mixin private final ClientOptions cluster;

    @Parameters(paramLabel = "NAME", description = "Name of the ApiKey.")
    private String name = "";

    @Option(
        names = {"-n", "--namespace"},
        paramLabel = "NAME",
        description = "Its namespace. Default: the client's namespace, or default")
    private @Nullable String namespace;

    @Option(
        names = "--models",
        split = ",",
        paramLabel = "MODEL",
        description =
            "Models it may call, by name or by a prefix that ends in *; separated by commas. Default: all")
    private List<String> models = List.of();

    @Option(
        names = "--expires",
        paramLabel = "WHEN",
        description =
            "When it stops working: 2027-01-31T12:00:00Z, or from now 720h. Default: never")
    private @Nullable String expires;

    Create(Shell shell) {
      this.shell = shell;
      this.cluster = new ClientOptions(shell);
    }

    @Override
    public Integer call() {
      Instant until = expires == null ? null : until(expires, Instant.now());
      Config config = cluster.required();
      try (Lifecycle lifecycle = new Lifecycle()) {
        KubernetesClient client = new Wiring(lifecycle).client(config);
        String usual = config.getNamespace() == null ? "default" : config.getNamespace();
        shell.terminal().print(create(client, namespace == null ? usual : namespace, until));
        return 0;
      }
    }

    /// The key passes through a Secret that lives as long as this takes.
    private String create(KubernetesClient client, String where, @Nullable Instant until) {
      String secret = "fairway-new-key-" + UUID.randomUUID();
      String key = new NewKey(client, where).create(name, models, until, secret);
      client.secrets().inNamespace(where).withName(secret).delete();
      return key;
    }

    private static Instant until(String said, Instant now) {
      try {
        Instant until = said.contains("T") ? Instant.parse(said) : now.plus(Durations.parse(said));
        return until.truncatedTo(ChronoUnit.SECONDS);
      } catch (DateTimeParseException | IllegalArgumentException e) {
        throw new UsageFailure(
            "--expires: must be a time such as 2027-01-31T12:00:00Z or a duration such as 720h, is "
                + said);
      }
    }
  }
}

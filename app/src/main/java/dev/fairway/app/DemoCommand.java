package dev.fairway.app;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the main job once: a Kubernetes API and the operator in this process, five requests, their",
      "answers. Nothing is installed, nothing is left behind."
    })
final class DemoCommand implements Callable<Integer> {
  private final Shell shell;

  private static final String REQUESTS = "/examples/01-first-inference/requests.yaml";
  private static final String NAMESPACE = "default";
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  @Option(names = "--quiet", description = "Print results only.")
  private boolean quiet;

  DemoCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Terminal terminal = quiet ? shell.quietTerminal() : shell.terminal();
    Stopwatch watch = Stopwatch.sinceProcessStart();
    LogSetup.warningsOnly();
    try (Lifecycle lifecycle = new Lifecycle()) {
      LocalCluster cluster =
          LocalCluster.start(
              new Wiring(lifecycle),
              terminal,
              ApiServer.builder(),
              LocalModelOptions.settings(shell));
      String ready = watch.seconds();
      terminal.progress("ready after " + ready + " s at " + cluster.server().url());

      List<ModelInferenceRequest> finished = new ArrayList<>();
      for (String name : apply(cluster.client(), terminal)) {
        finished.add(awaitOutcome(cluster.client(), name));
      }
      report(terminal, finished);
      terminal.heading("ready in " + ready + " s, all answered after " + watch.seconds() + " s");
      terminal.print("next: ./fairway up, then kubectl with KUBECONFIG=.fairway/kubeconfig");
      return wentAsExpected(finished) ? 0 : 1;
    }
  }

  /// Creates what the example holds; answers the names.
  private static List<String> apply(KubernetesClient client, Terminal terminal) throws IOException {
    try (InputStream in = DemoCommand.class.getResourceAsStream(REQUESTS)) {
      List<String> names = new ArrayList<>();
      for (HasMetadata object : client.load(in).items()) {
        client.resource(object).inNamespace(NAMESPACE).create();
        names.add(object.getMetadata().getName());
        terminal.progress("modelinferencerequest.ai.fairway.dev/" + names.getLast() + " created");
      }
      return names;
    }
  }

  private static ModelInferenceRequest awaitOutcome(KubernetesClient client, String name) {
    return client
        .resources(ModelInferenceRequest.class)
        .inNamespace(NAMESPACE)
        .withName(name)
        .waitUntilCondition(
            seen -> seen != null && Requests.outcome(seen).isPresent(),
            ANSWERED_WITHIN.toSeconds(),
            TimeUnit.SECONDS);
  }

  private static void report(Terminal terminal, List<ModelInferenceRequest> requests) {
    terminal.heading("five requests and what became of them");
    terminal.table(Requests.HEADINGS, requests.stream().map(Requests::row).toList());
    ModelInferenceRequest first = requests.getFirst();
    terminal.heading("the status of " + first.getMetadata().getName());
    terminal.print(Serialization.asYaml(first.getStatus()).replaceFirst("^---\n", "").strip());
  }

  /// The first three requests are meant to be answered, the last two to be refused.
  private static boolean wentAsExpected(List<ModelInferenceRequest> requests) {
    List<Boolean> answered =
        requests.stream()
            .map(request -> Requests.outcome(request).filter(Condition::holds).isPresent())
            .toList();
    return answered.equals(List.of(true, true, true, false, false));
  }
}

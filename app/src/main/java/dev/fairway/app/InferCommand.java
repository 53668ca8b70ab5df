package dev.fairway.app;

import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.Durations;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.apiserver.ApiServer;
import dev.fairway.app.Fairway.UsageFailure;
import dev.fairway.operator.inference.DirectCall;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "infer",
    mixinStandardHelpOptions = true,
    description = {
      "Creates a ModelInferenceRequest, waits for its answer and prints it.",
      "Without a cluster the API and the operator run inside this command.",
      "With --stream this command makes the call itself and no request is created. It then also",
      "works without a cluster for local models, and for the vendors that 'fairway models' lists",
      "with the key in the vendor's usual environment variable, such as ANTHROPIC_API_KEY."
    },
    footer = {"", "Example: fairway infer \"I love it\" --model local/sentiment-en"})
final class InferCommand implements Callable<Integer> {
  private final Shell shell;

  /// What an operator gets beyond the timeout to say how the request ended.
  private static final Duration TIME_TO_REPORT = Duration.ofSeconds(10);

  /// Base64 makes it a third longer, and Kubernetes keeps objects of 1.5 MB.
  private static final long MAX_FILE_BYTES = 1_000_000;

  @Parameters(paramLabel = "TEXT", arity = "0..1", description = "What the model reads.")
  private String text = "";

  @Option(names = "--image", paramLabel = "FILE", description = "A picture for the model.")
  private @Nullable Path image;

  @Option(names = "--audio", paramLabel = "FILE", description = "A recording for the model.")
  private @Nullable Path audio;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "PROVIDER/NAME",
      description = "Model to ask, such as local/sentiment-en.")
  private String model = "";

  @Option(names = "--system", paramLabel = "TEXT", description = "Instructions for the model.")
  private @Nullable String system;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Longest answer in tokens, where the model takes a limit.")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--secret",
      paramLabel = "NAME/KEY",
      description = "Secret with the credential, when the provider has none of its own.")
  private @Nullable String secret;

  @Option(names = "--timeout", paramLabel = "DURATION", description = "Such as 30s. Default: 120s")
  private String timeout = "120s";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Default: default")
  private String namespace = "default";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text (default), or json: the whole status; with --stream one event a line.")
  private Output output = Output.TEXT;

  @Option(
      names = "--stream",
      description = "Print the answer as it comes, then what it used and cost.")
  private boolean stream;

  @Option(names = "--keep", description = "Leave the request in the cluster.")
  private boolean keep;

  @Mixin private final ClientOptions cluster;

  @Mixin private final LocalModelOptions models;

  enum Output {
    TEXT,
    JSON
  }

  InferCommand(Shell shell) {
    this.shell = shell;
    this.cluster = new ClientOptions(shell);
    this.models = new LocalModelOptions(shell);
  }

  @Override
  public Integer call() {
    Terminal terminal = shell.terminal();
    LogSetup.warningsOnly();
    try (Lifecycle lifecycle = new Lifecycle()) {
      checkInput();
      Wiring wiring = new Wiring(lifecycle);
      models.loadInto(wiring);
      Optional<Config> config = cluster.find();
      if (stream) {
        var answer = new StreamedAnswer(terminal, output == Output.JSON);
        return lifecycle.interruptible(() -> answer.print(() -> call(wiring, config)));
      }
      KubernetesClient client =
          config.isPresent()
              ? wiring.client(config.get())
              : LocalCluster.start(wiring, terminal, ApiServer.builder(), models.settings())
                  .client();
      ModelInferenceRequest answered = ask(client, terminal);
      return print(terminal, answered);
    }
  }

  /// Before anything is started.
  private void checkInput() {
    if (input().isEmpty()) {
      throw new UsageFailure("TEXT: give a text, --image or --audio");
    }
    if (!timeout.matches(Durations.ONE_SECOND_TO_ONE_HOUR)) {
      throw new UsageFailure("--timeout: from 1s to 1h, such as 30s or 5m; is " + timeout);
    }
    if (stream && keep) {
      throw new UsageFailure("--keep: with --stream there is no request to leave in the cluster");
    }
  }

  private DirectCall call(Wiring wiring, Optional<Config> config) {
    ModelInferenceRequest request =
        Serialization.unmarshal(Serialization.asJson(request()), ModelInferenceRequest.class);
    request.getMetadata().setNamespace(namespace);
    if (config.isEmpty()) {
      return wiring.call(request, models.settings(), new EnvironmentKeys(shell));
    }
    KubernetesClient client = wiring.client(config.get());
    try {
      return wiring.call(request, models.settings(), client);
    } catch (KubernetesClientException e) {
      throw new IllegalStateException(why(client, e), e);
    }
  }

  private ModelInferenceRequest ask(KubernetesClient client, Terminal terminal) {
    ModelInferenceRequest created = create(client);
    String name = created.getMetadata().getName();
    terminal.progress("waiting for the answer of mir/" + name + ", at most " + timeout);
    Duration patience = created.getSpec().timeLimit().plus(TIME_TO_REPORT);
    try {
      return client
          .resource(created)
          .waitUntilCondition(
              seen -> seen != null && Requests.outcome(seen).isPresent(),
              patience.toSeconds(),
              TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new IllegalStateException(
          "no outcome of mir/%s within %s; is an operator running?".formatted(name, timeout), e);
    } finally {
      if (!keep) {
        client.resource(created).delete();
      }
    }
  }

  private ModelInferenceRequest create(KubernetesClient client) {
    try {
      GenericKubernetesResource created =
          client.resource(request()).inNamespace(namespace).create();
      return client
          .resources(ModelInferenceRequest.class)
          .inNamespace(namespace)
          .withName(created.getMetadata().getName())
          .require();
    } catch (KubernetesClientException e) {
      // The client looks the kind up before it sends anything, and reports its absence without
      // cause.
      if (e.getStatus() == null && e.getCause() == null) {
        throw new UsageFailure(
            "the cluster has no ModelInferenceRequests; run 'fairway crds | kubectl apply -f -' first");
      }
      throw new IllegalStateException(why(client, e), e);
    }
  }

  private static String why(KubernetesClient client, KubernetesClientException e) {
    return e.getStatus() == null
        ? "the cluster at %s cannot be reached".formatted(client.getMasterUrl())
        : e.getStatus().getMessage();
  }

  private GenericKubernetesResource request() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("modelRef", modelRef());
    spec.put("inputContext", input());
    spec.put("timeout", timeout);
    if (maxTokens != null) {
      spec.put("parameters", Map.of("max_tokens", maxTokens));
    }
    if (secret != null) {
      List<String> parts = List.of(secret.split("/", 2));
      spec.put(
          "authSecretRef",
          Map.of("name", parts.getFirst(), "key", parts.size() > 1 ? parts.get(1) : "api-key"));
    }
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("ai.fairway.dev/v1")
        .withKind("ModelInferenceRequest")
        .withNewMetadata()
        .withGenerateName("infer-")
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  private Map<String, Object> input() {
    Map<String, Object> input = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      input.put("text", text);
    }
    if (system != null) {
      input.put("system", system);
    }
    if (image != null) {
      input.put("image_data", base64("--image", image));
    }
    if (audio != null) {
      input.put("audio_data", base64("--audio", audio));
    }
    return input;
  }

  private static String base64(String option, Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new UsageFailure(
            "%s: %s has %d bytes, a request takes %d"
                .formatted(option, file, Files.size(file), MAX_FILE_BYTES));
      }
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UsageFailure(option + ": " + file + " cannot be read");
    }
  }

  private Map<String, Object> modelRef() {
    int slash = model.indexOf('/');
    return slash < 0
        ? Map.of("name", model)
        : Map.of("provider", model.substring(0, slash), "name", model.substring(slash + 1));
  }

  private int print(Terminal terminal, ModelInferenceRequest request) {
    boolean answered = Requests.outcome(request).filter(Condition::holds).isPresent();
    if (output == Output.JSON) {
      terminal.print(Serialization.asJson(request.getStatus()));
    } else if (answered) {
      var result = Requests.status(request).inferenceResult();
      terminal.print(result == null ? "" : result.text("text").orElseGet(() -> result.toString()));
    } else {
      Condition outcome = Requests.outcome(request).orElseThrow();
      terminal.error(outcome.reason() + ": " + outcome.message());
    }
    return answered ? 0 : 1;
  }
}

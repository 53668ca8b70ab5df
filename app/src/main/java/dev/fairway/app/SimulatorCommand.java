package dev.fairway.app;

import dev.fairway.app.Fairway.UsageFailure;
import dev.fairway.testing.simulator.Simulator;
import dev.fairway.testing.simulator.SimulatorSettings;
import dev.fairway.testing.simulator.Vendor;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    description = {
      "Stands in for AI providers: answers the APIs of OpenAI, Azure OpenAI, Anthropic, Gemini,",
      "Bedrock, Cohere, Mistral, Ollama and KServe on this machine, deterministically and without",
      "a model. Marks in the text script the answer, such as [[say TEXT]]."
    })
final class SimulatorCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port on 127.0.0.1; 0, the default, takes any free one.")
  private int port;

  @Option(
      names = "--latency-ms",
      paramLabel = "N",
      description = "Wait before each answer. Default: 0")
  private int latencyMillis;

  @Option(
      names = "--tokens-per-second",
      paramLabel = "N",
      description = "How fast a stream comes; 0, the default, sends it in one piece.")
  private int tokensPerSecond;

  @Option(
      names = "--answer-tokens",
      paramLabel = "N",
      description = "Size of an answer that nothing scripts; 0, the default, repeats the text.")
  private int answerTokens;

  @Option(
      names = "--rate-limits",
      description = "Send the provider's rate-limit headers with each answer.")
  private boolean rateLimits;

  @Option(
      names = "--fast",
      description =
          "Answer each path as the first time, without reading the request: for benchmarks.")
  private boolean fast;

  SimulatorCommand(Shell shell) {
    this.shell = shell;
  }

  /// Puts the lists of marks and faults below the options.
  @Spec
  void setSpec(CommandSpec spec) {
    List<String> footer = new ArrayList<>();
    footer.add("%nMarks in the last text of the user:");
    Simulator.scripts().forEach((mark, does) -> footer.add(line("[[" + mark + "]]", does)));
    footer.add("%nFaults, in a mark or in the header x-simulator-fault:");
    Simulator.faults().forEach((words, does) -> footer.add(line(words, does)));
    spec.usageMessage().footer(footer.toArray(String[]::new));
  }

  private static String line(String left, String right) {
    return "  %-34s %s".formatted(left, right);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Lifecycle lifecycle = new Lifecycle()) {
      Simulator simulator = lifecycle.own(start());
      print(simulator);
      lifecycle.runUntilAskedToStop();
      return 0;
    }
  }

  private void print(Simulator simulator) {
    shell
        .terminal()
        .print(
            "fairway simulator ready: OpenAI base URL %s, Anthropic base URL %s"
                .formatted(simulator.openAiUrl(), simulator.url()));
    String row = "%-13s %-35s %s";
    shell.terminal().print(row.formatted("API", "BASE URL", "CREDENTIAL (ANY WILL DO)"));
    for (Vendor vendor : Vendor.values()) {
      shell
          .terminal()
          .print(row.formatted(vendor.title(), simulator.url(vendor), vendor.credential()));
    }
  }

  private Simulator start() {
    if (port < 0 || port > 65535) {
      throw new UsageFailure("--port: must be 0 to 65535, is " + port);
    }
    notNegative("--latency-ms", latencyMillis);
    notNegative("--tokens-per-second", tokensPerSecond);
    notNegative("--answer-tokens", answerTokens);
    SimulatorSettings settings =
        SimulatorSettings.DEFAULT
            .withClock(Clock.systemUTC())
            .withLatency(Duration.ofMillis(latencyMillis))
            .withAnswerTokens(answerTokens)
            .withRateLimits(rateLimits)
            .withFast(fast);
    try {
      return Simulator.start(
          tokensPerSecond == 0 ? settings : settings.withTokensPerSecond(tokensPerSecond), port);
    } catch (UncheckedIOException _) {
      throw new UsageFailure("--port: " + port + " is taken; choose another one, or 0");
    }
  }

  private static void notNegative(String option, int value) {
    if (value < 0) {
      throw new UsageFailure(option + ": must not be negative, is " + value);
    }
  }
}

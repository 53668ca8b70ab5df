package dev.fairway.app;

import dev.fairway.app.Fairway.UsageFailure;
import dev.fairway.testing.simulator.Simulator;
import dev.fairway.testing.simulator.SimulatorSettings;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    description = {
      "Stands in for an AI provider: answers OpenAI's and Anthropic's API on this machine,",
      "deterministically and without a model. Marks in the text script the answer:",
      "[[say TEXT]], [[json {...}]], [[tool NAME {...}]], [[refuse]], [[fault 429]]."
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

  SimulatorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Lifecycle lifecycle = new Lifecycle()) {
      Simulator simulator = lifecycle.own(start());
      shell
          .terminal()
          .print(
              "fairway simulator ready: OpenAI base URL %s, Anthropic base URL %s"
                  .formatted(simulator.openAiUrl(), simulator.url()));
      lifecycle.runUntilAskedToStop();
      return 0;
    }
  }

  private Simulator start() {
    if (port < 0 || port > 65535) {
      throw new UsageFailure("--port: must be 0 to 65535, is " + port);
    }
    if (latencyMillis < 0) {
      throw new UsageFailure("--latency-ms: must not be negative, is " + latencyMillis);
    }
    SimulatorSettings settings =
        SimulatorSettings.DEFAULT
            .withClock(Clock.systemUTC())
            .withLatency(Duration.ofMillis(latencyMillis));
    try {
      return Simulator.start(settings, port);
    } catch (UncheckedIOException _) {
      throw new UsageFailure("--port: " + port + " is taken; choose another one, or 0");
    }
  }
}

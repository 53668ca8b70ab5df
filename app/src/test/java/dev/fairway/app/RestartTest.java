package dev.fairway.app;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.apiserver.ApiServer;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.simulator.Journal;
import dev.fairway.testing.simulator.Simulator;
import dev.fairway.testing.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of requests when `fairway up` ends in the middle of them.
class RestartTest {
  private static final int REQUESTS = 200;

  /// Requests whose answer takes longer than the test, so that calls are surely running at the
  /// kill.
  private static final int STUCK = 20;

  private static final int ANSWERED_BEFORE_THE_KILL = 40;

  @TempDir private Path folder;

  @Test
  void aKilledProcessLosesNothingAndAsksNothingTwice() throws Exception {
    Map<String, String> texts = texts();
    try (Simulator simulator = simulator(Duration.ofMillis(50))) {
      Map<String, ModelInferenceRequest> before = askAndKill(simulator, texts);
      Map<String, ModelInferenceRequest> after = startAgain();

      assertThat(after).hasSize(REQUESTS);
      texts.forEach((name, text) ->
          isAnsweredOnceOrInterrupted(
              requireNonNull(after.get(name), name), simulator.journal(), text));
      before.forEach((name, seen) -> assertThat(after.get(name)).matches(isStill(seen)));
    }
  }

  private static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < STUCK; i++) texts.put("stuck-" + i, i + " [[fault slow=600000]]");
    for (int i = STUCK; i < REQUESTS; i++) texts.put("quick-" + i, "text " + i);
    return texts;
  }

  private static boolean isStuck(ModelInferenceRequest request) {
    return Asking.name(request).startsWith("stuck-");
  }

  private static Simulator simulator(Duration latency) {
    return Simulator.start(SimulatorSettings.DEFAULT.withLatency(latency));
  }

  /// @return those that were seen answered before the process was killed
  private Map<String, ModelInferenceRequest> askAndKill(
      Simulator simulator, Map<String, String> texts) throws Exception {
    try (FairwayProcess up = FairwayProcess.up(folder);
        Asking asking = Asking.with(up.kubeconfig())) {
      asking.createProvider(simulator, 64);
      texts.forEach(asking::ask);
      List<ModelInferenceRequest> seen =
          asking.await("are partly answered and partly running", RestartTest::areInTheMiddle);
      up.kill();
      return byName(seen.stream().filter(Asking::isAnswered));
    }
  }

  private static boolean areInTheMiddle(List<ModelInferenceRequest> requests) {
    return requests.stream().filter(Asking::isAnswered).count() >= ANSWERED_BEFORE_THE_KILL
        && requests.stream().filter(RestartTest::isStuck).allMatch(Asking::isRunning);
  }

  private Map<String, ModelInferenceRequest> startAgain() throws Exception {
    try (FairwayProcess up = FairwayProcess.up(folder);
        Asking asking = Asking.with(up.kubeconfig())) {
      return byName(asking.await("have all ended", RestartTest::haveEnded).stream());
    }
  }

  private static boolean haveEnded(List<ModelInferenceRequest> requests) {
    return requests.stream().allMatch(request -> Requests.outcome(request).isPresent());
  }

  private static Map<String, ModelInferenceRequest> byName(Stream<ModelInferenceRequest> requests) {
    return requests.collect(toMap(Asking::name, Function.identity()));
  }

  private static void isAnsweredOnceOrInterrupted(
      ModelInferenceRequest request, Journal journal, String text) {
    assertThat(Asking.reason(request))
        .isIn(isStuck(request) ? Set.of("Interrupted") : Set.of("Answered", "Interrupted"));
    assertThat(journal.calls(text))
        .as("calls for " + text)
        .isBetween(Asking.isAnswered(request) ? 1 : 0, 1);
  }

  private static Predicate<ModelInferenceRequest> isStill(ModelInferenceRequest seen) {
    return now -> Requests.status(now).equals(Requests.status(seen));
  }

  @Test
  void aProcessAskedToStopFinishesItsCallsAndLeavesNothingClaimed() throws Exception {
    int callsAtOnce = 5;
    long sent;
    List<ModelInferenceRequest> left;
    try (Simulator simulator = simulator(Duration.ofSeconds(2))) {
      try (FairwayProcess up = FairwayProcess.up(folder);
          Asking asking = Asking.with(up.kubeconfig())) {
        asking.createProvider(simulator, callsAtOnce);
        for (int i = 0; i < 2 * callsAtOnce; i++) asking.ask("r" + i, "text " + i);
        asking.await("are claimed", requests -> requests.stream().allMatch(RestartTest::isTaken));
        Awaits.await("calls run", simulator.journal()::calls, calls -> calls >= callsAtOnce);

        assertThat(up.endsWhenAsked(Duration.ofSeconds(25))).isTrue();
      }
      sent = simulator.journal().calls();
    }
    try (ApiServer server = ApiServer.builder().dataFolder(folder).build().start();
        Asking asking = Asking.with(server.kubeconfig())) {
      left = asking.requests();
      assertThat(asking.client().leases().inAnyNamespace().list().getItems()).isEmpty();
    }
    assertThat(left).hasSize(2 * callsAtOnce).noneMatch(Asking::isRunning);
    assertThat(left).filteredOn(Asking::isAnswered).hasSize((int) sent);
    assertThat(left)
        .filteredOn(request -> !Asking.isAnswered(request))
        .allSatisfy(request -> assertThat(holder(request)).isEmpty());
  }

  private static boolean isTaken(ModelInferenceRequest request) {
    return Asking.isRunning(request) || Asking.isAnswered(request);
  }

  private static Optional<String> holder(ModelInferenceRequest request) {
    return Optional.ofNullable(Requests.status(request).attempt()).map(Attempt::holder);
  }
}

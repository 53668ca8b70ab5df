package dev.fairway.inference.routing;

import static dev.fairway.inference.routing.Simulation.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExperimentTest {
  private static final int SUBJECTS = 4000;
  private final Simulation world = new Simulation();

  @Test
  void theHashIsTheDocumentedOne() {
    long subject = Rendezvous.subject("new-prompt", "alice");
    assertThat(Long.toHexString(Rendezvous.target("a"))).isEqualTo("af63dc4c8601ec8c");
    assertThat(subject).isEqualTo(fnvOf("new-prompt\0alice"));
  }

  private static long fnvOf(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  @Test
  void everySubjectKeepsItsTarget() {
    route(50, 50);
    assertThat(assignments()).isEqualTo(assignments());
  }

  @Test
  void subjectsSpreadByWeight() {
    route(80, 20);
    assertThat(share(assignments(), "a")).isCloseTo(0.8, within(0.02));
  }

  @Test
  void aChangedWeightMovesOnlySubjectsFromTheOneThatShrank() {
    route(80, 20);
    Map<String, String> before = assignments();
    route(60, 20);
    Map<String, String> moved = moved(before, assignments());
    assertThat(moved.keySet()).allMatch(who -> "a".equals(before.get(who)));
    assertThat((double) moved.size() / SUBJECTS).isCloseTo(0.8 - 0.75, within(0.01));
  }

  @Test
  void aNewTargetTakesOnlyItsOwnShare() {
    route(50, 50);
    Map<String, String> before = assignments();
    route(50, 50, 25);
    Map<String, String> after = assignments();
    assertThat(moved(before, after).values()).containsOnly("c");
    assertThat(share(after, "c")).isCloseTo(0.2, within(0.02));
  }

  @Test
  void twoExperimentsAssignIndependently() {
    route(50, 50);
    Map<String, String> one = assignments();
    world.changeRoute(route -> route.withExperiment(new Experiment("other")));
    int moved = moved(one, assignments()).size();
    assertThat((double) moved / SUBJECTS).isCloseTo(0.5, within(0.03));
  }

  @Test
  void subjectsOfATargetThatIsDownComeBackToIt() {
    route(50, 50);
    Map<String, String> before = assignments();
    world.provider("a").goesDown();
    assertThat(assignments().values()).containsOnly("b");
    world.provider("a").comesBack();
    world.callers(20, Simulation.seconds(60));
    assertThat(assignments()).isEqualTo(before);
  }

  @Test
  void aSubjectWaitsForItsTargetRatherThanSwitch() {
    world.limitEveryProvider(ProviderLimits.brief(1, null, null));
    route(50, 50);
    CallNeeds alice = CallNeeds.NOTHING.withSubject("alice");
    SimulatedCall first = world.call(alice);
    SimulatedCall second = world.call(alice);
    world.settle();
    assertThat(second.answeredBy()).isNotNull().isEqualTo(first.answeredBy());
  }

  @Test
  void anExperimentNeedsWeights() {
    Route route = Route.of("r", new RoutingPolicy.LowestCost(), List.of(target("a")));
    assertThatThrownBy(() -> route.withExperiment(new Experiment("x")))
        .hasMessageContaining("an experiment needs strategy Weighted");
  }

  private void route(int a, int b) {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a").withWeight(a), target("b").withWeight(b)),
        route -> route.withExperiment(new Experiment("x")));
  }

  private void route(int a, int b, int c) {
    world.route(
        new RoutingPolicy.Weighted(),
        List.of(target("a").withWeight(a), target("b").withWeight(b), target("c").withWeight(c)),
        route -> route.withExperiment(new Experiment("x")));
  }

  private Map<String, String> assignments() {
    Map<String, String> assigned = new HashMap<>();
    for (int i = 0; i < SUBJECTS; i++) {
      String who = "user-" + i;
      SimulatedCall call = world.call(CallNeeds.NOTHING.withSubject(who));
      world.settle();
      assigned.put(who, String.valueOf(call.answeredBy()));
    }
    return assigned;
  }

  /// The new targets of those who have another than before.
  private static Map<String, String> moved(Map<String, String> before, Map<String, String> after) {
    Map<String, String> moved = new HashMap<>(after);
    moved.entrySet().removeIf(now -> now.getValue().equals(before.get(now.getKey())));
    return moved;
  }

  private static double share(Map<String, String> assigned, String target) {
    return (double) assigned.values().stream().filter(target::equals).count() / SUBJECTS;
  }
}

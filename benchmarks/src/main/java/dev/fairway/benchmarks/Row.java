package dev.fairway.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One figure of all contestants.
///
/// @param rounds what each measured; rounds with an error are missing
/// @param errors why rounds are missing
record Row(
    String name,
    Unit unit,
    Map<Contestant, List<Sample>> rounds,
    Map<Contestant, List<String>> errors) {

  enum Unit {
    PER_SECOND("/s", true),
    SECONDS(" s", false),
    MILLISECONDS(" ms", false),
    MEGABYTES(" MB", false);

    private final String sign;
    private final boolean moreIsBetter;

    Unit(String sign, boolean moreIsBetter) {
      this.sign = sign;
      this.moreIsBetter = moreIsBetter;
    }

    String sign() {
      return sign;
    }
  }

  /// One round of one contestant.
  interface Round {
    Sample measure(Contestant contestant, int round) throws Exception;
  }

  static Row empty(String name, Unit unit) {
    return new Row(name, unit, new EnumMap<>(Contestant.class), new EnumMap<>(Contestant.class));
  }

  /// Measures in turn: A B C, A B C, ... An error voids a round.
  static Row measure(
      String name, Unit unit, List<Contestant> contestants, int rounds, Round round) {
    Progress.say(name);
    Row row = empty(name, unit);
    for (int i = 0; i < rounds; i++) {
      for (Contestant contestant : contestants) {
        try {
          row.add(contestant, round.measure(contestant, i));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        } catch (Exception | AssertionError e) {
          row.errors.computeIfAbsent(contestant, _ -> new ArrayList<>()).add(String.valueOf(e));
        }
      }
    }
    return row;
  }

  void add(Contestant contestant, Sample sample) {
    rounds.computeIfAbsent(contestant, _ -> new ArrayList<>()).add(sample);
  }

  Optional<Sample> median(Contestant contestant) {
    return Optional.ofNullable(rounds.get(contestant)).map(Sample::median);
  }

  /// How many times better than the real pair: above 1 is better, also where less is.
  Optional<Double> ratio(Contestant contestant) {
    return median(contestant)
        .flatMap(ours ->
            median(Contestant.REAL)
                .map(real ->
                    unit.moreIsBetter ? ours.value() / real.value() : real.value() / ours.value()));
  }
}

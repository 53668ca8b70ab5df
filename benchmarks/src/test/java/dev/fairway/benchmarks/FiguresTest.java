package dev.fairway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final List<Contestant> ALL = List.of(Contestant.values());

  @Test
  void aMedianIsTheMiddleOrBetweenTheTwo() {
    assertThat(Sample.median(new double[] {9, 1, 2})).isEqualTo(2);
    assertThat(Sample.median(new double[] {9, 1, 2, 4})).isEqualTo(3);
  }

  @Test
  void aRatioAboveOneIsBetterWhetherMoreIsOrLess() {
    Row rate = row(Row.Unit.PER_SECOND, 400, 100);
    Row memory = row(Row.Unit.MEGABYTES, 100, 300);
    assertThat(rate.ratio(Contestant.DURABLE)).contains(4.0);
    assertThat(memory.ratio(Contestant.DURABLE)).contains(3.0);
  }

  @Test
  void anErrorVoidsItsRoundOnly() {
    Row row =
        Row.measure(
            "x",
            Row.Unit.PER_SECOND,
            ALL,
            3,
            (contestant, round) -> {
              if (contestant == Contestant.REAL && round == 1) throw new IllegalStateException("x");
              return Sample.of(round);
            });
    assertThat(row.rounds().get(Contestant.REAL)).hasSize(2);
    assertThat(row.rounds().get(Contestant.MEMORY)).hasSize(3);
    assertThat(row.errors().keySet()).containsExactly(Contestant.REAL);
  }

  @Test
  void aTemplateWritesTheNumberWhereverItsPlaceIs() {
    Template template =
        new Template("a-########## b-##########".getBytes(StandardCharsets.US_ASCII));
    assertThat(template.with(42)).asString().isEqualTo("a-0000000042 b-0000000042");
    assertThat(template.with(7)).asString().isEqualTo("a-0000000007 b-0000000007");
  }

  private static Row row(Row.Unit unit, double ours, double real) {
    Row row = Row.empty("x", unit);
    row.add(Contestant.DURABLE, Sample.of(ours));
    row.add(Contestant.REAL, Sample.of(real));
    return row;
  }
}

package dev.fairway.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What runs for each contestant while they take turns.
final class Sides<S extends Closeable> implements Closeable {
  private final Map<Contestant, S> running = new EnumMap<>(Contestant.class);

  private Sides() {}

  interface Starting<S> {
    S start(Contestant contestant) throws Exception;
  }

  interface Round<S> {
    Sample measure(S side) throws Exception;
  }

  static <S extends Closeable> Sides<S> start(List<Contestant> contestants, Starting<S> starting)
      throws Exception {
    Sides<S> sides = new Sides<>();
    try {
      for (Contestant contestant : contestants) {
        sides.running.put(contestant, starting.start(contestant));
      }
      return sides;
    } catch (Exception | Error e) {
      sides.close();
      throw e;
    }
  }

  Row row(String name, Row.Unit unit, int rounds, Round<S> round) {
    return Row.measure(
        name,
        unit,
        List.copyOf(running.keySet()),
        rounds,
        (contestant, _) -> round.measure(Objects.requireNonNull(running.get(contestant))));
  }

  @Override
  public void close() throws IOException {
    for (S side : running.values()) side.close();
  }
}

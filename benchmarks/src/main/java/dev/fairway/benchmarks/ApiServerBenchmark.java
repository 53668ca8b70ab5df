package dev.fairway.benchmarks;

import dev.fairway.benchmarks.Row.Unit;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Rates of create, get, list and watch over TLS with connections that stay open.
final class ApiServerBenchmark implements Benchmark {
  private static final int[] CONNECTIONS = {1, 16, 64};
  private static final int LISTING_CONNECTIONS = 4;
  private static final int PAGE = 500;
  private static final int[] WATCHERS = {10, 100};

  /// A server with its namespaces.
  private record Side(Server server, ConfigMaps listed, ConfigMaps written) implements Closeable {
    Target target() {
      return listed.target();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Override
  public List<Row> run(List<Contestant> contestants, Effort effort) throws Exception {
    try (Sides<Side> sides = Sides.start(contestants, contestant -> start(contestant, effort))) {
      List<Row> rows = new ArrayList<>();
      for (int connections : CONNECTIONS) {
        rows.add(
            rate(
                "GET, " + connections(connections),
                sides,
                effort,
                side -> get(side, connections, effort)));
      }
      for (int connections : CONNECTIONS) {
        rows.add(
            rate(
                "CREATE, " + connections(connections),
                sides,
                effort,
                side -> create(side, connections, effort)));
      }
      String listing = connections(LISTING_CONNECTIONS);
      rows.add(
          rate(
              "LIST of %,d, %s".formatted(effort.objects(), listing),
              sides,
              effort,
              side -> list(side, effort)));
      rows.add(
          rate(
              "LIST pages of %d, %s".formatted(PAGE, listing),
              sides,
              effort,
              side -> pages(side, effort)));
      for (int watchers : WATCHERS) {
        rows.add(
            rate(
                "WATCH events, %d watchers".formatted(watchers),
                sides,
                effort,
                side -> watch(side, watchers, effort)));
        rows.add(
            sides.row(
                "WATCH latency, %d watchers".formatted(watchers),
                Unit.MILLISECONDS,
                effort.rounds(),
                side -> watchLatency(side, watchers, effort)));
      }
      return rows;
    }
  }

  private static Row rate(String name, Sides<Side> sides, Effort effort, Sides.Round<Side> round) {
    return sides.row(name, Unit.PER_SECOND, effort.rounds(), round);
  }

  private static Side start(Contestant contestant, Effort effort) throws Exception {
    Progress.say("starting, filling and warming " + contestant.title());
    Server server = contestant.start();
    try {
      Target target = server.target();
      Side side =
          new Side(server, ConfigMaps.in(target, "listed"), ConfigMaps.in(target, "written"));
      side.listed().fill(effort.objects());
      warm(side, effort.warmUp().dividedBy(3));
      return side;
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
  }

  private static void warm(Side side, Duration time) throws Exception {
    Load load = new Load(16);
    load.run(side.target(), time, _ -> side.listed().gets(ConfigMaps.name(0)));
    load.run(side.target(), time, _ -> side.written().creates());
    load.run(side.target(), time, _ -> side.listed().lists("?limit=" + PAGE));
    side.written().deleteAll();
  }

  private static String connections(int count) {
    return count == 1 ? "1 connection" : count + " connections";
  }

  private static Sample get(Side side, int connections, Effort effort) throws Exception {
    return new Load(connections)
        .run(side.target(), effort.round(), i -> side.listed().gets(ConfigMaps.name(i)));
  }

  private static Sample create(Side side, int connections, Effort effort) throws Exception {
    Sample sample =
        new Load(connections).run(side.target(), effort.round(), _ -> side.written().creates());
    side.written().deleteAll();
    return sample;
  }

  private static Sample list(Side side, Effort effort) throws Exception {
    return new Load(LISTING_CONNECTIONS)
        .run(side.target(), effort.round().multipliedBy(2), _ -> side.listed().lists(""));
  }

  private static Sample pages(Side side, Effort effort) throws Exception {
    return new Load(LISTING_CONNECTIONS)
        .run(side.target(), effort.round(), _ -> side.listed().pages(PAGE));
  }

  private static Sample watch(Side side, int watchers, Effort effort) throws Exception {
    try (Watchers watching = Watchers.open(side.written(), watchers)) {
      return watching.throughput(effort.round());
    }
  }

  private static Sample watchLatency(Side side, int watchers, Effort effort) throws Exception {
    try (Watchers watching = Watchers.open(side.written(), watchers)) {
      return watching.latency(effort.round());
    }
  }
}

package dev.fairway.inference.routing;

import java.util.function.DoubleSupplier;

/// Picks one of several targets that can all take the call. Sets of targets are bits and never
/// empty here; a target of weight 0 is alone in its set.
final class Selection {
  /// Error ratios this close are the same.
  private static final double SAME_RATIO = 0.02;

  /// A warm target is preferred while its calls under way are at most that many times the mean, and
  /// a few more.
  private static final double FAIR_LOAD = 1.25;

  private static final int FEW = 2;

  private final Route route;
  private final TargetState[] targets;
  private final CostEstimate costs;
  private final DoubleSupplier chance;
  private final WeightedTurn turn;
  private final WarmTargets warm;

  Selection(
      Route route,
      TargetState[] targets,
      CostEstimate costs,
      DoubleSupplier chance,
      WeightedTurn turn,
      WarmTargets warm) {
    this.route = route;
    this.targets = targets;
    this.costs = costs;
    this.chance = chance;
    this.turn = turn;
    this.warm = warm;
  }

  int pick(long among, CallNeeds needs, long now) {
    if ((among & (among - 1)) == 0) {
      return Long.numberOfTrailingZeros(among);
    }
    if (keepsSubjects(needs)) {
      return assigned(among, needs);
    }
    int kept = route.cacheAware() ? warm(among, needs, now) : WarmTargets.NONE;
    return kept == WarmTargets.NONE ? byPolicy(among, needs, now) : kept;
  }

  /// Whether the call has one target, and should wait for it rather than go elsewhere.
  boolean keepsSubjects(CallNeeds needs) {
    return route.experiment() != null && needs.subject() != null;
  }

  private int byPolicy(long among, CallNeeds needs, long now) {
    return switch (route.policy()) {
      case RoutingPolicy.Weighted _ -> byWeight(among);
      case RoutingPolicy.LowestCost _ -> cheapest(among, needs);
      case RoutingPolicy.LowestLatency _ -> fasterOfTwo(among, now);
      case RoutingPolicy.HighestAvailability _ -> byWeight(mostAvailable(among, now));
      case RoutingPolicy.Priority _ -> byWeight(firstTier(among));
    };
  }

  private int byWeight(long among) {
    int total = 0;
    for (long left = among; left != 0; left &= left - 1) {
      total += weight(left);
    }
    int point = turn.next(total);
    long left = among;
    while (point >= weight(left)) {
      point -= weight(left);
      left &= left - 1;
    }
    return Long.numberOfTrailingZeros(left);
  }

  private int weight(long first) {
    return targets[Long.numberOfTrailingZeros(first)].target().weight();
  }

  private int assigned(long among, CallNeeds needs) {
    Experiment experiment = route.experiment();
    String value = needs.subject();
    if (experiment == null || value == null) {
      throw new IllegalStateException("no subject to assign");
    }
    long subject = Rendezvous.subject(experiment.name(), value);
    int best = Long.numberOfTrailingZeros(among);
    double bestScore = -1;
    for (long left = among; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      double score = Rendezvous.score(subject, targets[i].hash(), targets[i].target().weight());
      if (score > bestScore) {
        best = i;
        bestScore = score;
      }
    }
    return best;
  }

  private int cheapest(long among, CallNeeds needs) {
    int best = Long.numberOfTrailingZeros(among);
    long bestCost = Long.MAX_VALUE;
    for (long left = among; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      long cost = costs.nanos(targets[i].target(), needs.inputTokens(), needs.outputTokens());
      if (cost != CostEstimate.UNKNOWN && cost < bestCost) {
        best = i;
        bestCost = cost;
      }
    }
    return best;
  }

  private int fasterOfTwo(long among, long now) {
    int count = Long.bitCount(among);
    int first = (int) (chance.getAsDouble() * count);
    int second = (int) (chance.getAsDouble() * (count - 1));
    int one = member(among, first);
    int other = member(among, second < first ? second : second + 1);
    return load(one, now) <= load(other, now) ? one : other;
  }

  private static int member(long among, int index) {
    long left = among;
    for (int i = 0; i < index; i++) {
      left &= left - 1;
    }
    return Long.numberOfTrailingZeros(left);
  }

  /// A target nobody knows yet gets one call to be measured by, and no second before it is.
  private double load(int index, long now) {
    TargetState target = targets[index];
    double expected = target.expectedNanos(now);
    int others = target.inFlight();
    return expected < 1 ? (others == 0 ? 0 : Double.MAX_VALUE) : expected * (others + 1);
  }

  private long mostAvailable(long among, long now) {
    double least = Double.MAX_VALUE;
    for (long left = among; left != 0; left &= left - 1) {
      least = Math.min(least, targets[Long.numberOfTrailingZeros(left)].errorRatio(now));
    }
    long same = 0;
    for (long left = among; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      same |= targets[i].errorRatio(now) <= least + SAME_RATIO ? 1L << i : 0;
    }
    return same;
  }

  long firstTier(long among) {
    int first = Integer.MAX_VALUE;
    for (long left = among; left != 0; left &= left - 1) {
      first = Math.min(first, targets[Long.numberOfTrailingZeros(left)].target().priority());
    }
    long tier = 0;
    for (long left = among; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      tier |= targets[i].target().priority() == first ? 1L << i : 0;
    }
    return tier;
  }

  /// The target that knows the conversation, unless calls crowd there: a beginning that all calls
  /// share must not send all of them to one place.
  private int warm(long among, CallNeeds needs, long now) {
    int found = needs.conversation() == 0 ? WarmTargets.NONE : warm.find(needs.conversation(), now);
    if (found == WarmTargets.NONE || (among & 1L << found) == 0) {
      return WarmTargets.NONE;
    }
    int all = 0;
    for (long left = among; left != 0; left &= left - 1) {
      all += targets[Long.numberOfTrailingZeros(left)].inFlight();
    }
    double fair = FAIR_LOAD * all / Long.bitCount(among) + FEW;
    return targets[found].inFlight() < fair ? found : WarmTargets.NONE;
  }
}

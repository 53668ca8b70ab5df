package dev.fairway.inference.routing;

import java.time.Duration;

/// How one target did in the last minutes, five at most, as this process saw it.
///
/// @param share of all attempts of the route, from 0 to 1
/// @param errorRatio share of its attempts that failed through its fault
/// @param p50 half of the answers were complete within this; zero when there were none
/// @param inFlight attempts under way at this moment
public record TargetStatus(
    Target target,
    Health health,
    int calls,
    double share,
    double errorRatio,
    Duration p50,
    Duration p95,
    int inFlight) {}

package dev.fairway.metering.store;

import dev.fairway.metering.usage.Sums;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer to a [UsageQuery].
///
/// @param at when the step begins, the query's begin when it has no steps
/// @param group a value for each field the query groups by, null for calls without
/// @param sums counts and histograms; its cost mixes currencies
/// @param costNano known cost by currency; empty when no cost is known
public record UsageSum(
    Instant at, List<@Nullable String> group, Sums sums, Map<String, Long> costNano) {}

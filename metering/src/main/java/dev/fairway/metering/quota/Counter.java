package dev.fairway.metering.quota;

import java.time.Instant;

/// What a counter holds.
///
/// @param spent units used, forfeited ones included
/// @param leased units that replicas hold and have not settled
public record Counter(long spent, long leased, Instant windowEnd) {}

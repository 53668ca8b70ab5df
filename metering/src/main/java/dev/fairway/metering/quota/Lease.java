package dev.fairway.metering.quota;

import java.time.Instant;

/// A part of a counter that one replica may spend.
///
/// @param id the operation that acquired it
/// @param windowStart the window it belongs to, whenever it is settled
/// @param granted units; 0 when the limit is used up
/// @param expiresAt when it is void unless it was settled before
/// @param remaining units that nobody has spent or leased, after this grant
public record Lease(
    String id,
    Account account,
    Instant windowStart,
    long granted,
    Instant expiresAt,
    Instant windowEnd,
    long remaining) {}

package dev.fairway.metering.quota;

/// Whether a call may go on.
public sealed interface Decision permits Reservation, Denial {}

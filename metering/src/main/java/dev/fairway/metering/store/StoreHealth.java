package dev.fairway.metering.store;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// How a store is.
///
/// @param oldestCalls the first day of which rows of calls are kept
public record StoreHealth(
    long sumBytes,
    long callBytes,
    @Nullable LocalDate oldestCalls,
    @Nullable LocalDate oldestMinutes) {}

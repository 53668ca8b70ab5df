/// Limits and budgets. A [Gate][dev.fairway.metering.quota.Gate] lets a call in when every subject
/// it counts for has something left, and hands out a
/// [Reservation][dev.fairway.metering.quota.Reservation] that ends with what was really used.
/// Counters live in a [QuotaBackend][dev.fairway.metering.quota.QuotaBackend]; a replica leases
/// parts of them, so that nearly every decision is one atomic subtraction. Safe on event loops:
/// nothing here waits.
@NullMarked
package dev.fairway.metering.quota;

import org.jspecify.annotations.NullMarked;

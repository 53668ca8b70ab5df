/// What happened. A [CallRecord][dev.fairway.metering.usage.CallRecord] tells of one call; a
/// [Rollup][dev.fairway.metering.usage.Rollup] sums calls by minute and series, and its batches are
/// what a store adds. The [Journal][dev.fairway.metering.usage.Journal] keeps records that no store
/// has seen yet through the death of the process, and the [Spool][dev.fairway.metering.usage.Spool]
/// keeps batches that a store would not take.
@NullMarked
package dev.fairway.metering.usage;

import org.jspecify.annotations.NullMarked;

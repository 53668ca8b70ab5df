/// Where usage lies. A [UsageStore][dev.fairway.metering.store.UsageStore] adds batches of sums,
/// each once, takes rows of calls, and answers questions about both within bounds of time and size.
/// [DuckDbStore][dev.fairway.metering.store.DuckDbStore] is the one inside the process. Everything
/// here may block and belongs on a thread that may.
@NullMarked
package dev.fairway.metering.store;

import org.jspecify.annotations.NullMarked;

/// The log of single calls. [CallLog][dev.fairway.metering.calls.CallLog] decides which calls are
/// worth a row, and brings rows to the store in batches. It may lose rows under pressure and counts
/// what it loses; money is never computed from it.
@NullMarked
package dev.fairway.metering.calls;

import org.jspecify.annotations.NullMarked;

/// Objects under one global revision: compare-and-swap writes, snapshots and watches, in memory or
/// on a log.
@NullMarked
package dev.fairway.apiserver.store;

import org.jspecify.annotations.NullMarked;

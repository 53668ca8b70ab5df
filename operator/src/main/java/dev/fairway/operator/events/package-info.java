/// Events that people see in `kubectl describe`: best effort, deduplicated, never in the way of a
/// reconcile.
@NullMarked
package dev.fairway.operator.events;

import org.jspecify.annotations.NullMarked;

/// Which operator processes are alive. Each renews a Lease of its own; a claim whose holder is gone
/// may be taken over.
@NullMarked
package dev.fairway.operator.holder;

import org.jspecify.annotations.NullMarked;

/// Fairway's controllers. [FairwayOperator] starts them on a cluster and stops them in order; the
/// program's composition root is its only caller. Reconciles and calls run on virtual threads
/// behind permits. Nothing here reads the environment or installs a shutdown hook.
@NullMarked
package dev.fairway.operator;

import org.jspecify.annotations.NullMarked;

/// What calls use and cost, and how much they may. `quota` decides at admission, `usage` sums what
/// happened, `store` keeps it, `calls` picks the calls that are worth a row of their own; `Meter`
/// ties the last three together. Whoever spends on behalf of a caller asks the first and tells the
/// last. Nothing here knows HTTP or Kubernetes.
@NullMarked
package dev.fairway.metering;

import org.jspecify.annotations.NullMarked;

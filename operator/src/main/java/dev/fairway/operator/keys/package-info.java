/// Keys of the gateway: [KeyReconciler] makes each key once and keeps only what it can be
/// recognized by. No key is logged or stands in a status.
@NullMarked
package dev.fairway.operator.keys;

import org.jspecify.annotations.NullMarked;

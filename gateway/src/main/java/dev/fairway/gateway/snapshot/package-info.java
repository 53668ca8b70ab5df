/// What the data path knows of the configuration: one immutable picture, replaced as a whole.
@NullMarked
package dev.fairway.gateway.snapshot;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.fairway.metering.calls;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.fairway.metering.usage;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.fairway.metering;

import org.jspecify.annotations.NullMarked;

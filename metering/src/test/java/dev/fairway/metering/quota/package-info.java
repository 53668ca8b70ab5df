@NullMarked
package dev.fairway.metering.quota;

import org.jspecify.annotations.NullMarked;

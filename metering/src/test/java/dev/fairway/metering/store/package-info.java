@NullMarked
package dev.fairway.metering.store;

import org.jspecify.annotations.NullMarked;

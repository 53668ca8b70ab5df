@NullMarked
package dev.fairway.testing.simulator;

import org.jspecify.annotations.NullMarked;

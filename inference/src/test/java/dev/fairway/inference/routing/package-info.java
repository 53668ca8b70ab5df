@NullMarked
package dev.fairway.inference.routing;

import org.jspecify.annotations.NullMarked;

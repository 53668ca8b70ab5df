@NullMarked
package dev.fairway.app;

import org.jspecify.annotations.NullMarked;

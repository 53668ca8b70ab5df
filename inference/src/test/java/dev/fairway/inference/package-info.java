@NullMarked
package dev.fairway.inference;

import org.jspecify.annotations.NullMarked;

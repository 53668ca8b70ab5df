@NullMarked
package dev.fairway.inference.dialect;

import org.jspecify.annotations.NullMarked;

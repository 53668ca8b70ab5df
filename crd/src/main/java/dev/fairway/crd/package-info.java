@NullMarked
package dev.fairway.crd;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.fairway.inference.provider;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.fairway.inference.catalog;

import org.jspecify.annotations.NullMarked;

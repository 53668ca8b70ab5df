@NullMarked
package dev.fairway.gateway;

import org.jspecify.annotations.NullMarked;

/// Who calls, and what a key opens.
@NullMarked
package dev.fairway.gateway.keys;

import org.jspecify.annotations.NullMarked;

/// Who calls: keys, what is kept of them, and what they open.
@NullMarked
package dev.fairway.gateway.keys;

import org.jspecify.annotations.NullMarked;

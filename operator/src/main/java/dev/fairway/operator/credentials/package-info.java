/// Reading credentials out of Secrets, at every call and never from a cache, so that a rotated or
/// withdrawn key counts at once.
@NullMarked
package dev.fairway.operator.credentials;

import org.jspecify.annotations.NullMarked;

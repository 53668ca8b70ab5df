/// Writing status without losing anybody's update: [StatusWriter] is the only way a controller
/// writes one. Called from reconciles and from the orderly stop; thread-safe; never retries
/// blindly.
@NullMarked
package dev.fairway.operator.status;

import org.jspecify.annotations.NullMarked;

/// The data plane: one endpoint in front of every model.
@NullMarked
package dev.fairway.gateway;

import org.jspecify.annotations.NullMarked;

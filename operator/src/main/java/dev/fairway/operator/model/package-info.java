/// Models by the names that a namespace gives them: resolving a request's reference through Model
/// objects, and the controllers that report on those objects.
@NullMarked
package dev.fairway.operator.model;

import org.jspecify.annotations.NullMarked;

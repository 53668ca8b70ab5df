/// The conditions of Fairway's resources: their types, and how to say them.
@NullMarked
package dev.fairway.operator.conditions;

import org.jspecify.annotations.NullMarked;

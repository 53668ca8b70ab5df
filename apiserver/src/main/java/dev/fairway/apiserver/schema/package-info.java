/// What an object of a kind may look like: structural schemas, defaults, pruning, validation,
/// columns.
@NullMarked
package dev.fairway.apiserver.schema;

import org.jspecify.annotations.NullMarked;

/// The controllers a bare API server lacks: namespace deletion, garbage collection, bootstrap
/// objects.
@NullMarked
package dev.fairway.apiserver.collect;

import org.jspecify.annotations.NullMarked;

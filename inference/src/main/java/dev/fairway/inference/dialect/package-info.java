/// Wire formats of AI providers, each in both directions, through the canonical form of
/// [dev.fairway.inference.chat]. A [dev.fairway.inference.dialect.Dialect] is pure: bytes in,
/// values out, no clock, no I/O, no state but what a stream needs. Whatever the input, the only
/// exception a dialect throws is [dev.fairway.inference.chat.ModelFailureException]. Nothing of a
/// request is lost silently: a field the target cannot express is refused, or left out and listed.
@NullMarked
package dev.fairway.inference.dialect;

import org.jspecify.annotations.NullMarked;

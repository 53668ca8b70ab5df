package dev.fairway.inference.chat;

import java.util.List;

/// An answer that says what of its request was not passed on.
///
/// @param <A> the type itself
public interface Answer<A> {
  /// What a lenient call did not pass on: a path, or `path~value` for an approximation.
  List<String> dropped();

  A withDropped(List<String> changed);
}

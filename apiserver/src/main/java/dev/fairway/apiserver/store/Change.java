package dev.fairway.apiserver.store;

import org.jspecify.annotations.Nullable;

/// One write, as watchers see it.
///
/// @param previous the state before; null for a creation
/// @param current the state after; for a deletion the last state, carrying the revision of the
///   deletion
public record Change(Kind kind, @Nullable Stored previous, Stored current) {
  public enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }

  public long revision() {
    return current.revision();
  }
}

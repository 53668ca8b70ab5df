package dev.fairway.apiserver.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A write found another state than it expected.
public final class StoreConflict extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient @Nullable Stored current;

  public StoreConflict(Key key, @Nullable Stored current) {
    super(key + (current == null ? " does not exist" : " is at revision " + current.revision()));
    this.current = current;
  }

  /// What is stored instead; empty when nothing is.
  public Optional<Stored> current() {
    return Optional.ofNullable(current);
  }
}

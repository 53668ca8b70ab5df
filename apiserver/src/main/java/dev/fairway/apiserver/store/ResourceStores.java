package dev.fairway.apiserver.store;

import java.time.Clock;

/// Opens stores. Who opens one closes it.
public final class ResourceStores {
  /// The revision of an empty store; the first write gets the next one.
  static final long FIRST_REVISION = 1;

  private ResourceStores() {}

  /// A store that ends with the process and opens no file.
  ///
  /// @param clock decides how long old revisions are kept
  public static ResourceStore inMemory(Clock clock) {
    History history = new History(State.empty(FIRST_REVISION), clock);
    return new RevisionedStore(history, Journal.none(history));
  }
}

package dev.fairway.apiserver.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/// Opens stores. Who opens one closes it.
public final class ResourceStores {
  /// The revision of an empty store; the first write gets the next one.
  static final long FIRST_REVISION = 1;

  /// A log of this size is replaced by a snapshot.
  private static final long LOG_BYTES = 16L << 20;

  private ResourceStores() {}

  /// A store that ends with the process and opens no file.
  ///
  /// @param clock decides how long old revisions are kept
  public static ResourceStore inMemory(Clock clock) {
    History history = new History(State.empty(FIRST_REVISION), clock);
    return new RevisionedStore(history, Journal.none(history));
  }

  /// A store in a folder, which is created when it is missing. What a write returned survives the
  /// end of the process at any moment, and nobody sees a write before that holds for it. One
  /// process at a time.
  ///
  /// @throws StoreFailure when the folder is in use or damaged
  public static ResourceStore durable(Path folder, Clock clock) {
    return durable(folder, clock, LOG_BYTES);
  }

  static ResourceStore durable(Path folder, Clock clock, long logBytes) {
    try {
      return open(LogFolder.open(folder), clock, logBytes);
    } catch (IOException e) {
      throw new StoreFailure("cannot open the data folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static ResourceStore open(LogFolder folder, Clock clock, long logBytes)
      throws IOException {
    try {
      LogFolder.Recovered found = folder.recover();
      History history = new History(found.state(), clock);
      return new RevisionedStore(history, new LogJournal(folder, found.log(), history, logBytes));
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }
}

package dev.fairway.apiserver.store;

import java.time.Duration;
import java.util.List;

/// A cursor over the changes of one type, in revision order. It copies nothing and holds no queue.
/// One thread reads it; `close` may be called from any thread and wakes the reader.
public interface Watch extends AutoCloseable {
  /// Waits until there is at least one change behind the cursor, the wait is over (empty list) or
  /// the watch is closed (empty list, and [#closed] is true).
  ///
  /// @throws RevisionCompacted when the cursor fell behind the kept history
  List<Change> next(Duration wait) throws InterruptedException;

  /// Every change of the type up to this revision has been handed out: what a bookmark may say.
  long revision();

  boolean closed();

  @Override
  void close();
}

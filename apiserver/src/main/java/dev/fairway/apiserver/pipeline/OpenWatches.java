package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.store.Watch;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The watches being served, so that all can be ended before the listener stops.
final class OpenWatches {
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  void add(Watch watch) {
    watches.add(watch);
    if (ended) {
      watch.close();
    }
  }

  void remove(Watch watch) {
    watches.remove(watch);
  }

  /// Ends every watch, also those that come later.
  void end() {
    ended = true;
    watches.forEach(Watch::close);
  }
}

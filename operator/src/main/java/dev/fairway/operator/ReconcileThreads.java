package dev.fairway.operator;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Virtual threads for reconciles, at most so many at work at a time.
final class ReconcileThreads {
  private ReconcileThreads() {}

  static ExecutorService bounded(int atOnce) {
    Semaphore permits = new Semaphore(atOnce, true);
    return Executors.newThreadPerTaskExecutor(
        task -> Thread.ofVirtual().name("reconcile").unstarted(() -> runWith(permits, task)));
  }

  private static void runWith(Semaphore permits, Runnable task) {
    permits.acquireUninterruptibly();
    try {
      task.run();
    } finally {
      permits.release();
    }
  }
}

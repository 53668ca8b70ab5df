package dev.fairway.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns what a command opened and closes it in reverse order, once, however the process ends. The
/// only place that installs a shutdown hook.
final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// Takes the resource over.
  synchronized <T extends AutoCloseable> T own(T resource) {
    opened.push(resource);
    return resource;
  }

  /// Blocks until the process is asked to end (SIGTERM, Ctrl-C), then closes everything.
  void runUntilAskedToStop() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "fairway-stop"));
    stopping.await();
    close();
  }

  /// Runs the work. A request to end the process (SIGTERM, Ctrl-C) interrupts it; the process then
  /// ends when this is closed.
  <T> T interruptible(Supplier<T> work) {
    Thread worker = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              stopAndWait();
            },
            "fairway-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // it is running
    }
  }

  @Override
  public void close() {
    closeAll();
    stopped.countDown();
  }

  /// The JVM halts when its hooks return, so this one returns when all is closed.
  private void stopAndWait() {
    stopping.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeAll() {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.atWarn()
            .addKeyValue("resource", resource.getClass().getSimpleName())
            .setCause(e)
            .log("not closed cleanly");
      }
    }
  }
}

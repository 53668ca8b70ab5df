package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.ModelFailure.Cancelled;
import dev.fairway.inference.chat.ModelFailure.Throttled;
import dev.fairway.inference.chat.ModelFailure.TimedOut;
import dev.fairway.inference.chat.ModelFailure.Unavailable;
import dev.fairway.inference.chat.ModelFailureException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// A few platform threads for native runs, and a short queue. A native run would hold the carrier
/// of a virtual thread; with as many runs as carriers, every other virtual thread of the process
/// would stand still. Callers wait here on their own (virtual) thread.
final class RunSlots implements AutoCloseable {
  /// Runs that may wait for each thread; what comes on top is refused at once.
  private static final int QUEUED_PER_THREAD = 4;

  /// How long [#close] waits for running calls.
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final ThreadPoolExecutor threads;
  private final AtomicLong meanNanos = new AtomicLong(Duration.ofMillis(20).toNanos());

  RunSlots(int workers) {
    this.threads =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUED_PER_THREAD * workers),
            Thread.ofPlatform().daemon().name("local-model-", 0).factory());
  }

  /// Runs the work on a slot and waits for it.
  ///
  /// @throws ModelFailureException throttled when the queue is full, timed out, cancelled when the
  ///   waiting thread is interrupted (a run that has begun is not stopped, its result is dropped)
  <T> T run(Callable<T> work, Duration timeout) {
    FutureTask<T> task = new FutureTask<>(() -> timed(work));
    submit(task);
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon(task);
      throw new ModelFailureException(
          new TimedOut("no answer within " + timeout, TimedOut.Phase.TOTAL), e);
    } catch (InterruptedException e) {
      abandon(task);
      Thread.currentThread().interrupt();
      throw new ModelFailureException(new Cancelled("the call was cancelled"), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelFailureException failure) {
        throw failure;
      }
      throw new ModelFailureException(
          new Unavailable("the local model failed: " + e.getCause(), null, null, true), e);
    }
  }

  /// Refuses new work and waits for what runs: the native library must not be torn down under it.
  @Override
  public void close() {
    threads.shutdown();
    threads.getQueue().clear();
    try {
      if (!threads.awaitTermination(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("a local model still runs after " + CLOSE_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(FutureTask<?> task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      if (threads.isShutdown()) {
        throw new ModelFailureException(
            new Unavailable("the local models are stopping", null, null, false), e);
      }
      throw new ModelFailureException(
          new Throttled("all local model slots are busy and the queue is full", waitFor()), e);
    }
  }

  private Duration waitFor() {
    long queued = threads.getQueue().size() / threads.getMaximumPoolSize() + 1L;
    return Duration.ofNanos(meanNanos.get() * queued);
  }

  private void abandon(FutureTask<?> task) {
    task.cancel(false);
    threads.remove(task);
  }

  private <T> T timed(Callable<T> work) throws Exception {
    long start = System.nanoTime();
    T result = work.call();
    long took = System.nanoTime() - start;
    meanNanos.updateAndGet(mean -> (mean * 7 + took) / 8);
    return result;
  }
}

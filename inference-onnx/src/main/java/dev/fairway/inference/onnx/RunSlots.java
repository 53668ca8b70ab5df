package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailure.Cancelled;
import dev.fairway.inference.chat.ModelFailure.Throttled;
import dev.fairway.inference.chat.ModelFailure.TimedOut;
import dev.fairway.inference.chat.ModelFailure.Unavailable;
import dev.fairway.inference.chat.ModelFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
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
///
/// A native run that has begun is never stopped; work of many runs asks [#goOn] between them.
final class RunSlots implements AutoCloseable {
  /// Work that may wait for each thread; what comes on top is refused at once.
  private static final int QUEUED_PER_THREAD = 4;

  /// How long [#close] waits for the runs that have begun.
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

  int workers() {
    return threads.getMaximumPoolSize();
  }

  /// Runs the work on a slot and waits for it.
  ///
  /// @throws ModelFailureException throttled when the queue is full, timed out, cancelled when the
  ///   waiting thread is interrupted
  /// @throws BadInput when the work throws it
  <T> T run(Callable<T> work, Duration timeout) {
    return runAll(List.of(work), timeout).getFirst();
  }

  /// Runs all of the work, as many slots at a time as there are, or none of it when the queue has
  /// no room. The first failure ends the rest.
  <T> List<T> runAll(List<Callable<T>> work, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    List<FutureTask<T>> tasks = new ArrayList<>();
    try {
      for (Callable<T> one : work) {
        FutureTask<T> task = new FutureTask<>(() -> timed(one));
        submit(task);
        tasks.add(task);
      }
      List<T> results = new ArrayList<>();
      for (FutureTask<T> task : tasks) {
        results.add(task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
      }
      return results;
    } catch (TimeoutException e) {
      throw failed(new TimedOut("no answer within " + timeout, TimedOut.Phase.TOTAL), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(new Cancelled("the call was cancelled"), e);
    } catch (CancellationException e) {
      throw failed(stopping(), e);
    } catch (ExecutionException e) {
      throw thrownBy(e);
    } finally {
      tasks.forEach(this::abandon);
    }
  }

  /// For work of many runs: whether somebody still waits for it.
  ///
  /// @throws InterruptedException when nobody does, or this process is about to end
  static void goOn() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /// Refuses new work, fails what waits, and lets the runs that have begun end: the native library
  /// must not be torn down under them.
  ///
  /// @throws IllegalStateException when one has not ended after ten seconds
  @Override
  public void close() {
    threads.shutdownNow().forEach(waiting -> ((FutureTask<?>) waiting).cancel(false));
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
      throw failed(
          threads.isShutdown()
              ? stopping()
              : new Throttled("all local model slots are busy and the queue is full", waitFor()),
          e);
    }
  }

  private Duration waitFor() {
    long queued = threads.getQueue().size() / workers() + 1L;
    return Duration.ofNanos(meanNanos.get() * queued);
  }

  private void abandon(FutureTask<?> task) {
    if (task.cancel(true)) {
      threads.remove(task);
    }
  }

  private <T> T timed(Callable<T> work) throws Exception {
    long start = System.nanoTime();
    T result = work.call();
    long took = System.nanoTime() - start;
    meanNanos.updateAndGet(mean -> (mean * 7 + took) / 8);
    return result;
  }

  private RuntimeException thrownBy(ExecutionException e) {
    return switch (e.getCause()) {
      case ModelFailureException failure -> failure;
      case BadInput input -> input;
      case InterruptedException _ -> failed(stopping(), e);
      case null, default ->
          failed(new Unavailable("the local model failed: " + e.getCause(), null, null, true), e);
    };
  }

  private static Unavailable stopping() {
    return new Unavailable("the local models are stopping", null, null, false);
  }

  private static ModelFailureException failed(ModelFailure why, Exception cause) {
    return new ModelFailureException(why, cause);
  }
}

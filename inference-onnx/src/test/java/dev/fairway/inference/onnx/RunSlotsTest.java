package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunSlotsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final RunSlots slots = new RunSlots(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    slots.close();
    callers.close();
  }

  /// One runs and four wait; of six, one is refused. Whether a call is refused shows at once, so
  /// the first that ends is it.
  @Test
  void refusesWhatDoesNotFitTheQueueAndSaysWhenToComeBack() throws Exception {
    occupy();
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(() -> {
        try {
          return slots.run(() -> 1, LONG);
        } catch (ModelFailureException e) {
          assertThat(e.failure().retryAfter()).hasValueSatisfying(d -> assertThat(d).isPositive());
          assertThat(e.failure()).isInstanceOf(ModelFailure.Throttled.class);
          return -1;
        }
      });
    }
    assertThat(callers.invokeAny(calls)).isEqualTo(-1);
  }

  @Test
  void takesAllOfTheWorkOrNone() throws Exception {
    occupy();
    Callable<Integer> work = () -> 1;
    assertThatThrownBy(() -> slots.runAll(List.of(work, work, work, work, work), LONG))
        .satisfies(e -> assertThat(failure(e)).isInstanceOf(ModelFailure.Throttled.class));
    Future<List<Integer>> fits =
        callers.submit(() -> slots.runAll(List.of(work, work, work, work), LONG));
    release.countDown();
    assertThat(fits.get()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void givesUpAtTheDeadlineAndLeavesTheQueue() throws Exception {
    occupy();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> slots.run(() -> 1, Duration.ofMillis(5)))
          .satisfies(e -> assertThat(failure(e)).isInstanceOf(ModelFailure.TimedOut.class));
    }
  }

  @Test
  void endsAWaitThatIsInterrupted() throws Exception {
    occupy();
    CountDownLatch waiting = new CountDownLatch(1);
    Future<Boolean> interrupted =
        callers.submit(() -> {
          Thread caller = Thread.currentThread();
          callers.execute(() -> {
            try {
              waiting.await();
              caller.interrupt();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
          waiting.countDown();
          try {
            slots.run(() -> 1, LONG);
            return false;
          } catch (ModelFailureException e) {
            assertThat(e.failure()).isInstanceOf(ModelFailure.Cancelled.class);
            return Thread.currentThread().isInterrupted();
          }
        });
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void tellsWorkOfManyRunsThatNobodyWaitsForIt() {
    CountDownLatch noticed = new CountDownLatch(1);
    assertThatThrownBy(() -> slots.run(() -> runsUntilTold(noticed), Duration.ofMillis(50)))
        .satisfies(e -> assertThat(failure(e)).isInstanceOf(ModelFailure.TimedOut.class));
    assertThat(slots.run(() -> 2, LONG)).isEqualTo(2);
    assertThat(noticed.getCount()).isZero();
  }

  private static int runsUntilTold(CountDownLatch noticed) throws InterruptedException {
    try {
      while (true) {
        RunSlots.goOn();
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      noticed.countDown();
      throw e;
    }
  }

  @Test
  void failsWhatWaitsAndEndsWhatRunsWhenItCloses() throws Exception {
    occupy();
    CountDownLatch queued = new CountDownLatch(1);
    Future<Integer> waiting =
        callers.submit(() -> {
          queued.countDown();
          return slots.run(() -> 1, LONG);
        });
    queued.await();
    slots.close();
    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("the local models are stopping");
    assertThatThrownBy(() -> slots.run(() -> 1, LONG)).hasMessageContaining("stopping");
  }

  @Test
  void passesOnWhatIsWrongWithTheInput() {
    assertThatThrownBy(() ->
            slots.run(
                () -> {
                  throw new BadInput("it is empty");
                },
                LONG))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() ->
            slots.run(
                () -> {
                  throw new IllegalStateException("broken");
                },
                LONG))
        .satisfies(e -> assertThat(failure(e)).isInstanceOf(ModelFailure.Unavailable.class));
  }

  /// Takes the one slot until the test ends.
  private void occupy() throws InterruptedException {
    callers.execute(() -> {
      try {
        slots.run(
            () -> {
              started.countDown();
              return release.await(30, TimeUnit.SECONDS);
            },
            LONG);
      } catch (ModelFailureException expected) {
        assertThat(expected).hasMessageContaining("stopping");
      }
    });
    started.await();
  }

  private static ModelFailure failure(Throwable thrown) {
    return ((ModelFailureException) thrown).failure();
  }
}

package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RunSlotsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void refusesWhatDoesNotFitTheQueueAndSaysWhenToComeBack() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<Thread> waiting = new ArrayList<>();
    try (RunSlots slots = new RunSlots(1)) {
      CountDownLatch started = new CountDownLatch(1);
      waiting.add(
          Thread.startVirtualThread(() ->
              slots.run(
                  () -> {
                    started.countDown();
                    release.await();
                    return 1;
                  },
                  LONG)));
      started.await();
      ModelFailure refused = null;
      for (int i = 0; i < 10 && refused == null; i++) {
        CountDownLatch decided = new CountDownLatch(1);
        Failing call = new Failing(slots, decided);
        Thread thread = Thread.ofVirtual().unstarted(call);
        waiting.add(thread);
        thread.start();
        // A refused call ends at once; an accepted one waits in the queue.
        thread.join(Duration.ofMillis(200));
        refused = call.failure;
      }
      assertThat(refused)
          .isInstanceOfSatisfying(
              ModelFailure.Throttled.class, t -> assertThat(t.waitFor()).isPositive());
      release.countDown();
      for (Thread thread : waiting) {
        thread.join();
      }
    }
  }

  @Test
  void givesUpAtTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    try (RunSlots slots = new RunSlots(1)) {
      assertThatThrownBy(() ->
              slots.run(
                  () -> never.await(5, java.util.concurrent.TimeUnit.SECONDS),
                  Duration.ofMillis(20)))
          .isInstanceOfSatisfying(
              ModelFailureException.class,
              e -> assertThat(e.failure()).isInstanceOf(ModelFailure.TimedOut.class));
      never.countDown();
    }
  }

  @Test
  void refusesNewWorkOnceClosed() {
    RunSlots slots = new RunSlots(1);
    slots.close();
    assertThatThrownBy(() -> slots.run(() -> 1, LONG)).hasMessageContaining("stopping");
  }

  private static final class Failing implements Runnable {
    private final RunSlots slots;
    private final CountDownLatch decided;
    private volatile @org.jspecify.annotations.Nullable ModelFailure failure;

    Failing(RunSlots slots, CountDownLatch decided) {
      this.slots = slots;
      this.decided = decided;
    }

    @Override
    public void run() {
      try {
        slots.run(() -> 2, LONG);
      } catch (ModelFailureException e) {
        failure = e.failure();
      } finally {
        decided.countDown();
      }
    }
  }
}

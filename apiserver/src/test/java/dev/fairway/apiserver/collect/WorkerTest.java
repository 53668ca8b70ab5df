package dev.fairway.apiserver.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
  @Test
  void aKeyThatFailsIsLookedAtAgain() throws Exception {
    CountDownLatch third = new CountDownLatch(3);
    try (Worker<String> worker =
        new Worker<>(
            "test",
            1,
            _ -> {
              third.countDown();
              if (third.getCount() > 0) {
                throw new IllegalStateException("not yet");
              }
              return Optional.empty();
            })) {
      worker.start();
      worker.add("a");
      third.await();
    }
    assertThat(third.getCount()).isZero();
  }

  @Test
  void aKeyAddedWhileItIsLookedAtIsLookedAtOnceMore() throws Exception {
    Semaphore entered = new Semaphore(0);
    Semaphore proceed = new Semaphore(0);
    AtomicInteger together = new AtomicInteger();
    List<Integer> seen = new CopyOnWriteArrayList<>();
    try (Worker<String> worker =
        new Worker<>(
            "test",
            4,
            _ -> {
              seen.add(together.incrementAndGet());
              entered.release();
              proceed.acquire();
              together.decrementAndGet();
              return Optional.empty();
            })) {
      worker.start();
      worker.add("a");
      entered.acquire();
      worker.add("a");
      worker.add("a");
      proceed.release(2);
      entered.acquire();
    }
    assertThat(seen).containsExactly(1, 1);
  }

  @Test
  void aKeyThatIsDueWhileItIsLookedAtWaits() throws Exception {
    Semaphore entered = new Semaphore(0);
    Semaphore proceed = new Semaphore(0);
    List<String> seen = new CopyOnWriteArrayList<>();
    try (Worker<String> worker =
        new Worker<>(
            "test",
            4,
            key -> {
              seen.add(key);
              entered.release();
              proceed.acquire();
              seen.add("end of " + key);
              return Optional.empty();
            })) {
      worker.start();
      worker.add("a");
      entered.acquire();
      worker.add("a", Duration.ofNanos(1));
      worker.add("b");
      entered.acquire();
      assertThat(seen).containsExactly("a", "b");
      proceed.release(3);
      entered.acquire();
    }
    assertThat(seen).filteredOn("a"::equals).hasSize(2);
  }

  @Test
  void anEarlierTimeReplacesALaterOne() throws Exception {
    CountDownLatch looked = new CountDownLatch(1);
    try (Worker<String> worker =
        new Worker<>(
            "test",
            1,
            _ -> {
              looked.countDown();
              return Optional.of(Duration.ofDays(1));
            })) {
      worker.start();
      worker.add("a", Duration.ofDays(1));
      worker.add("a");
      looked.await();
    }
    assertThat(looked.getCount()).isZero();
  }

  @Test
  void closingBreaksOffALook() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    Worker<String> worker =
        new Worker<>(
            "test",
            1,
            _ -> {
              entered.countDown();
              new CountDownLatch(1).await();
              return Optional.empty();
            });
    worker.start();
    worker.add("a");
    entered.await();

    worker.close();

    assertThat(entered.getCount()).isZero();
  }
}

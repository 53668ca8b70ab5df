package dev.fairway.metering.usage;

import static dev.fairway.metering.TestingCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final int SMALL = 1 << 14;

  @TempDir Path folder;
  private final List<CallRecord> recovered = new ArrayList<>();
  private final List<UUID> ends = new ArrayList<>();

  @Test
  void handsOverWhatWasAppendedAndOnce() {
    try (Journal journal = open(SMALL)) {
      List<CallRecord> seen = new ArrayList<>();
      journal.append(call(NOON, 1));
      journal.poll(false, seen::add, _ -> {});
      journal.append(call(NOON, 2));
      journal.poll(true, seen::add, journal::recycle);
      journal.poll(true, seen::add, journal::recycle);
      assertThat(seen).containsExactly(call(NOON, 1), call(NOON, 2));
    }
    reopen();
    assertThat(recovered).isEmpty();
  }

  @Test
  void aFullFileIsFollowedByAnother() throws Exception {
    List<CallRecord> seen = new ArrayList<>();
    List<UUID> files = new ArrayList<>();
    try (Journal journal = open(SMALL)) {
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        for (int thread = 0; thread < 4; thread++) {
          int first = thread * 1_000;
          threads.execute(() -> {
            for (int i = 0; i < 1_000; i++) journal.append(call(NOON, first + i));
          });
        }
        for (int i = 0; i < 100; i++) {
          journal.poll(
              i % 10 == 0,
              seen::add,
              sealed -> {
                files.add(sealed.id());
                journal.recycle(sealed);
              });
        }
      }
      journal.poll(true, seen::add, journal::recycle);
    }
    assertThat(seen).hasSize(4_000).doesNotHaveDuplicates();
    assertThat(files).doesNotHaveDuplicates();
  }

  @Test
  void whatNobodyTookIsThereAfterTheProcessDied() {
    Journal died = open(SMALL);
    for (int i = 0; i < 200; i++) died.append(call(NOON, i));
    List<UUID> sealed = new ArrayList<>();
    died.poll(false, _ -> {}, file -> sealed.add(file.id()));
    reopen();
    assertThat(recovered).hasSize(200).doesNotHaveDuplicates();
    assertThat(ends).containsAll(sealed);
    recovered.clear();
    reopen();
    assertThat(recovered).as("handed over once").isEmpty();
  }

  private Journal open(int bytes) {
    return Journal.open(
        folder,
        bytes,
        new Journal.Recovery() {
          @Override
          public void record(CallRecord call) {
            recovered.add(call);
          }

          @Override
          public void end(UUID id) {
            ends.add(id);
          }
        });
  }

  private void reopen() {
    open(SMALL).close();
  }
}

package dev.fairway.apiserver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableStoreTest extends StoreContract {
  private static final long SMALL_LOG = 4_000;

  @TempDir Path folder;

  @Override
  ResourceStore open() {
    return ResourceStores.durable(folder, clock);
  }

  @Test
  void objectsAndTheRevisionSurviveARestart() {
    Stored a = create("a", "1");
    Stored b = create("b", "1");
    Stored gone = store.delete(map("b"), b.revision());
    reopen();

    assertThat(store.snapshot().revision()).isEqualTo(gone.revision());
    assertSame(store.snapshot().list(MAPS, "", null, 0), List.of(a));
    assertThat(create("c", "1").revision()).isEqualTo(gone.revision() + 1);
  }

  @Test
  void whatLiesBeforeARestartIsCompacted() {
    create("a", "1");
    create("b", "1");
    reopen();

    assertThatThrownBy(() -> store.snapshot(2)).isInstanceOf(RevisionCompacted.class);
    assertThatThrownBy(() -> store.watch(MAPS, 2)).isInstanceOf(RevisionCompacted.class);
    assertThat(store.watch(MAPS, 3).closed()).isFalse();
  }

  @Test
  void aLargeLogIsReplacedByASnapshot() throws IOException {
    store.close();
    store = ResourceStores.durable(folder, clock, SMALL_LOG);
    for (int i = 0; i < 300; i++) {
      Stored made = create("n" + i, "x".repeat(100));
      if (i % 3 == 0) {
        store.delete(made.key(), made.revision());
      }
    }
    List<Stored> before = store.snapshot().list(MAPS, "", null, 0);
    long revision = store.snapshot().revision();
    store.close();
    List<String> names = fileNames();
    store = ResourceStores.durable(folder, clock, SMALL_LOG);

    assertThat(names).anyMatch(name -> name.startsWith("snapshot-")).doesNotContain("log-1");
    assertThat(store.snapshot().revision()).isEqualTo(revision);
    assertSame(store.snapshot().list(MAPS, "", null, 0), before);
    assertThat(create("next", "").revision()).isEqualTo(revision + 1);
  }

  @Test
  void aFolderIsOpenOnlyOnce() {
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("in use by another server");
    store.close();
    open().close();
  }

  @Test
  void aTornLastWriteIsDroppedWhereverItWasTorn() throws IOException {
    Path log = folder.resolve("log-1");
    Stored kept = create("kept", "1");
    long whole = Files.size(log);
    create("torn", "2");
    store.close();
    byte[] bytes = Files.readAllBytes(log);

    for (int length = (int) whole; length < bytes.length; length++) {
      Files.write(log, Arrays.copyOf(bytes, length));
      store = open();
      assertSame(store.snapshot().list(MAPS, "", null, 0), List.of(kept));
      assertThat(create("torn", "3").revision()).isEqualTo(3);
      reopen();
      assertThat(store.snapshot().count(MAPS, "", null)).isEqualTo(2);
      store.close();
    }
  }

  @Test
  void aLastWriteWithDamagedBytesIsDropped() throws IOException {
    Path log = folder.resolve("log-1");
    Stored kept = create("kept", "1");
    long whole = Files.size(log);
    create("torn", "2");
    store.close();
    byte[] bytes = Files.readAllBytes(log);

    for (int at = (int) whole; at < bytes.length; at++) {
      Files.write(log, damaged(bytes, at));
      store = open();
      assertSame(store.snapshot().list(MAPS, "", null, 0), List.of(kept));
      store.close();
    }
  }

  @Test
  void damageInFrontOfIntactWritesIsRefusedWhereverItIs() throws IOException {
    Path log = folder.resolve("log-1");
    create("a", "1");
    long whole = Files.size(log);
    create("b", "2");
    store.close();
    byte[] bytes = Files.readAllBytes(log);

    for (int at = Frames.HEADING; at < whole; at++) {
      Files.write(log, damaged(bytes, at));
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("log-1 is damaged near byte 8; restore the data folder");
    }
    Files.write(log, bytes);
    store = open();
    assertThat(store.snapshot().count(MAPS, "", null)).isEqualTo(2);
  }

  @Test
  void aDamagedSnapshotIsRefused() throws IOException {
    store.close();
    try (LogFolder files = LogFolder.open(folder)) {
      State state = files.recover().state().with(new Stored(map("a"), 7, new byte[50]), 7);
      files.beginLog(7).close();
      files.writeSnapshot(state, () -> false);
    }
    Path snapshot = folder.resolve("snapshot-7");
    byte[] bytes = Files.readAllBytes(snapshot);
    for (int at = 0; at < bytes.length; at++) {
      Files.write(snapshot, damaged(bytes, at));
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("snapshot-7");
    }
    Files.write(snapshot, bytes);
    store = open();
    assertThat(store.snapshot().revision()).isEqualTo(7);
  }

  @Test
  void aMissingLogIsRefused() throws IOException {
    store.close();
    try (LogFolder files = LogFolder.open(folder)) {
      files.beginLog(7).close();
      files.writeSnapshot(State.empty(7), () -> false);
    }
    Files.delete(folder.resolve("log-7"));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("log-7 is missing");
  }

  @Test
  void aCrashWhileANewLogIsBegunLosesNothing() throws IOException {
    Stored made = create("a", "1");
    store.close();
    Files.write(folder.resolve("log-2"), new byte[3]);
    Files.write(folder.resolve("snapshot-2.unfinished"), new byte[30]);
    store = open();

    assertSame(store.snapshot().list(MAPS, "", null, 0), List.of(made));
    assertThat(fileNames()).doesNotContain("snapshot-2.unfinished");
    create("b", "1");
    reopen();
    assertThat(store.snapshot().count(MAPS, "", null)).isEqualTo(2);
  }

  private void reopen() {
    store.close();
    store = open();
  }

  private List<String> fileNames() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  private static byte[] damaged(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 0x55;
    return copy;
  }

  static void assertSame(List<Stored> actual, List<Stored> expected) {
    assertThat(flat(actual)).isEqualTo(flat(expected));
  }

  private static List<Object> flat(List<Stored> stored) {
    List<Object> flat = new ArrayList<>();
    stored.forEach(s -> flat.add(List.of(s.key(), s.revision(), s.tree())));
    return flat;
  }
}

package dev.fairway.apiserver.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of one durable store.
///
/// - `lock`: held while the store is open.
/// - `log-<revision>`: every write behind that revision, up to the next log.
/// - `snapshot-<revision>`: every object at that revision; logs that start below it are not needed.
///
/// A log is begun before the snapshot of the same revision is written, so at every moment the
/// newest snapshot and the logs from there on are the whole store.
final class LogFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);
  private static final String LOG_HEADING = "FWLOG 1\n";
  private static final String SNAPSHOT_HEADING = "FWSNAP1\n";
  private static final String LOGS = "log-";
  private static final String SNAPSHOTS = "snapshot-";
  private static final String UNFINISHED = ".unfinished";
  private static final int SNAPSHOT_FRAME_BYTES = 1 << 20;

  private final Path folder;
  private final FileChannel lock;

  private LogFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// What was found on the disk, and the log to go on with.
  record Recovered(State state, Frames log) {}

  /// @throws StoreFailure when the folder is in use
  static LogFolder open(Path folder) throws IOException {
    Files.createDirectories(folder, ownerOnly(folder));
    FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
    try {
      if (lock.tryLock() != null) {
        return new LogFolder(folder, lock);
      }
    } catch (OverlappingFileLockException _) {
      // Open in this very process: the same answer.
    } catch (IOException e) {
      lock.close();
      throw e;
    }
    lock.close();
    throw new StoreFailure(
        folder + " is in use by another server; stop it or choose another data folder");
  }

  /// @throws StoreFailure when the files are damaged other than by a crash
  Recovered recover() throws IOException {
    deleteUnfinished();
    NavigableMap<Long, Path> snapshots = files(SNAPSHOTS);
    State state =
        snapshots.isEmpty()
            ? State.empty(ResourceStores.FIRST_REVISION)
            : readSnapshot(snapshots.lastEntry().getValue());
    deleteBelow(state.revision());
    NavigableMap<Long, Path> logs = files(LOGS);
    if (logs.isEmpty() && snapshots.isEmpty()) {
      return new Recovered(state, beginLog(state.revision()));
    }
    Optional<Frames> log = Optional.empty();
    for (Map.Entry<Long, Path> next : logs.entrySet()) {
      requireNoGap(state.revision(), next.getKey());
      if (log.isPresent()) {
        log.get().close();
      }
      Replay replay = new Replay(next.getValue(), next.getKey().equals(logs.lastKey()));
      state = replay.onto(state);
      log = Optional.of(replay.log());
    }
    if (log.isEmpty()) {
      throw missing(state.revision());
    }
    return new Recovered(state, log.get());
  }

  Frames beginLog(long revision) throws IOException {
    Path path = folder.resolve(LOGS + revision);
    Frames log = Frames.begin(path, FileChannel.open(path, CREATE, READ, WRITE), LOG_HEADING);
    log.force();
    forceFolder();
    return log;
  }

  /// Writes the state, then deletes what it replaces. Returns the bytes written; 0 when told to
  /// stop before the end.
  long writeSnapshot(State state, BooleanSupplier stop) throws IOException {
    Path unfinished = folder.resolve(SNAPSHOTS + state.revision() + UNFINISHED);
    try (FileChannel file = FileChannel.open(unfinished, CREATE, READ, WRITE)) {
      Frames frames = Frames.begin(unfinished, file, SNAPSHOT_HEADING);
      if (!writeObjects(state, frames, stop)) {
        return 0;
      }
      frames.append(ByteBuffer.allocate(Long.BYTES).putLong(state.revision()).flip());
      frames.force();
    }
    Path finished = folder.resolve(SNAPSHOTS + state.revision());
    Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
    forceFolder();
    deleteBelow(state.revision());
    return Files.size(finished);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("cannot release the lock of {}", folder, e);
    }
  }

  private static boolean writeObjects(State state, Frames frames, BooleanSupplier stop)
      throws IOException {
    LogRecord.Writer writer = new LogRecord.Writer();
    for (ResourceType type : state.types()) {
      for (Stored stored : state.list(type, "", null, 0)) {
        writer.add(new LogRecord.Put(stored));
        if (writer.size() >= SNAPSHOT_FRAME_BYTES) {
          if (stop.getAsBoolean()) {
            return false;
          }
          frames.append(writer.take());
        }
      }
    }
    if (writer.size() > 0) {
      frames.append(writer.take());
    }
    return !stop.getAsBoolean();
  }

  /// Objects, then one frame with nothing but the revision: its presence proves that none is
  /// missing.
  private static State readSnapshot(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, READ)) {
      Frames frames = Frames.read(path, file, SNAPSHOT_HEADING);
      State state = State.empty(ResourceStores.FIRST_REVISION);
      Optional<ByteBuffer> frame = frames.next();
      for (; frame.isPresent(); frame = frames.next()) {
        ByteBuffer content = frame.get();
        if (content.remaining() == Long.BYTES && frames.position() == frames.length()) {
          return new State(content.getLong(), state.objects());
        }
        while (content.hasRemaining()) {
          state = LogRecord.read(content).applyTo(state);
        }
      }
      throw damaged(path, frames.position());
    }
  }

  private static final class Replay {
    private final Path path;
    private final boolean last;
    private final Frames log;

    Replay(Path path, boolean last) throws IOException {
      this.path = path;
      this.last = last;
      FileChannel file = FileChannel.open(path, READ, WRITE);
      // A crash can leave a new log without its heading.
      boolean begun = file.size() >= Frames.HEADING || !last;
      this.log =
          begun ? Frames.read(path, file, LOG_HEADING) : Frames.begin(path, file, LOG_HEADING);
    }

    State onto(State before) throws IOException {
      State state = before;
      Optional<ByteBuffer> frame = log.next();
      for (; frame.isPresent(); frame = log.next()) {
        ByteBuffer content = frame.get();
        while (content.hasRemaining()) {
          LogRecord entry = LogRecord.read(content);
          if (entry.revision() != state.revision() + 1) {
            throw damaged(path, log.position());
          }
          state = entry.applyTo(state);
        }
      }
      if (log.position() < log.length()) {
        dropTornTail(state.revision());
      }
      return state;
    }

    Frames log() {
      return log;
    }

    private void dropTornTail(long revision) throws IOException {
      if (!last || log.continuesBehindDamage()) {
        throw damaged(path, log.position());
      }
      LOG.warn(
          "{} ends in an unfinished write: dropped {} bytes behind revision {}",
          path,
          log.length() - log.position(),
          revision);
      log.truncate();
    }
  }

  private static StoreFailure damaged(Path path, long at) {
    return new StoreFailure(
        path + " is damaged near byte " + at + "; restore the data folder from a backup");
  }

  private void requireNoGap(long reached, long begin) {
    if (reached != begin) {
      throw missing(reached);
    }
  }

  private StoreFailure missing(long revision) {
    return new StoreFailure(
        folder.resolve(LOGS + revision) + " is missing; restore the data folder from a backup");
  }

  private void deleteUnfinished() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.filter(p -> p.toString().endsWith(UNFINISHED)).toList()) {
        Files.delete(path);
      }
    }
  }

  private void deleteBelow(long revision) throws IOException {
    for (String kind : new String[] {LOGS, SNAPSHOTS}) {
      for (Path path : files(kind).headMap(revision).values()) {
        Files.delete(path);
      }
    }
  }

  private NavigableMap<Long, Path> files(String kind) throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.toList()) {
        String name = String.valueOf(path.getFileName());
        if (name.matches(kind + "[0-9]{1,18}")) {
          files.put(Long.parseLong(name.substring(kind.length())), path);
        }
      }
    }
    return files;
  }

  private void forceFolder() {
    try (FileChannel names = FileChannel.open(folder, READ)) {
      names.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder, and keeps names in its own journal.
      LOG.debug("cannot force {}", folder, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
